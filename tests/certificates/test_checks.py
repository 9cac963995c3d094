from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.checks import run_checks

from certificates.checks import badge_keys, seal_key_lasts
from certificates.domain.badges.keys import Algorithm, make_key
from tests.factories.seals import write_key


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


def test_tokens_alone_is_a_choice_that_is_told(keys):
    make_key(keys / "1.pem", algorithm=Algorithm.ES256)
    (found,) = badge_keys(None)
    assert (found.id, found.is_serious()) == ("certificates.I002", False)
    make_key(keys / "2.pem")
    assert ids() == []


def test_a_broken_key_is_warned_of_by_name(keys):
    make_key(keys / "1.pem")
    (keys / "2.pem").write_text("-----BEGIN PRIVATE KEY-----")
    (found,) = badge_keys(None)
    assert found.id == "certificates.W001"
    assert "2.pem" in found.msg


# --- The key that seals ----------------------------------------------------------------


@pytest.fixture
def seal_file(settings, tmp_path):
    path = write_key(tmp_path / "seal.pem")
    settings.RELAY_SEAL_FILE = str(path)
    return path


def told() -> list[str]:
    return [found.id for found in seal_key_lasts(None)]


def test_a_seal_that_lasts_is_nothing_to_speak_of(seal_file):
    assert told() == []


def test_no_seal_is_a_choice(settings):
    settings.RELAY_SEAL_FILE = ""
    assert told() == []


def test_a_seal_that_cannot_be_used_is_warned_of_before_it_is_needed(seal_file):
    seal_file.write_bytes(b"nothing")

    assert told() == ["certificates.W003"]
    everything = run_checks(include_deployment_checks=True)
    assert "certificates.W003" in [found.id for found in everything]


def test_a_seal_that_ends_soon_is_warned_of(seal_file):
    end = datetime(2056, 11, 13, 9, tzinfo=UTC)
    with time_machine.travel(end - timedelta(days=61), tick=False):
        assert told() == []
    with time_machine.travel(end - timedelta(days=59), tick=False):
        assert told() == ["certificates.W004"]
