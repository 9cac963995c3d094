import pytest

from certificates.domain.badges.contexts import (
    CREDENTIALS,
    FILES,
    OPEN_BADGES,
    NotKept,
    context,
)


def test_nothing_is_ever_fetched():
    with pytest.raises(NotKept):
        context("https://www.w3.org/2018/credentials/v1")


def test_both_vocabularies_are_here():
    assert set(FILES) == {CREDENTIALS, OPEN_BADGES}
    assert "VerifiableCredential" in context(CREDENTIALS)["@context"]
    assert "OpenBadgeCredential" in context(OPEN_BADGES)["@context"]
