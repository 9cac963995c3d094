import pytest

from lms.sealed import Unreadable, seal, unseal


def test_what_is_sealed_opens_for_its_purpose_alone():
    sealed = seal("Đorđe thought so", purpose="notes:1")

    assert unseal(sealed, purpose="notes:1") == "Đorđe thought so"
    with pytest.raises(Unreadable):
        unseal(sealed, purpose="notes:2")


def test_the_text_is_not_in_what_is_stored_and_no_two_are_alike():
    first, second = (seal("thought", purpose="a") for _ in range(2))

    assert "thought" not in first
    assert first != second


def test_an_older_secret_still_opens_what_it_sealed(settings):
    sealed = seal("thought", purpose="a")
    settings.SECRET_KEY, old = "another", settings.SECRET_KEY

    with pytest.raises(Unreadable):
        unseal(sealed, purpose="a")
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed, purpose="a") == "thought"


@pytest.mark.parametrize("stored", ["", "nothing", "gAAAA", "é"])
def test_what_was_never_sealed_does_not_open(stored):
    with pytest.raises(Unreadable):
        unseal(stored, purpose="a")
