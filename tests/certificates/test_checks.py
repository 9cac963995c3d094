import pytest

from certificates.checks import badge_keys
from certificates.domain.badges.keys import make_key


def ids():
    return [found.id for found in badge_keys(None)]


@pytest.fixture
def keys(settings, tmp_path):
    settings.RELAY_BADGE_KEYS = str(tmp_path)
    return tmp_path


def test_a_key_that_signs_is_nothing_to_speak_of(keys):
    make_key(keys / "1.pem")
    assert ids() == []


def test_no_folder_is_a_choice_that_is_told(settings):
    settings.RELAY_BADGE_KEYS = ""
    (found,) = badge_keys(None)
    assert (found.id, found.is_serious()) == ("certificates.I001", False)


def test_a_folder_without_a_key_is_warned_of(keys):
    assert ids() == ["certificates.W002"]


def test_a_broken_key_is_warned_of_by_name(keys):
    make_key(keys / "1.pem")
    (keys / "2.pem").write_text("-----BEGIN PRIVATE KEY-----")
    (found,) = badge_keys(None)
    assert found.id == "certificates.W001"
    assert "2.pem" in found.msg
