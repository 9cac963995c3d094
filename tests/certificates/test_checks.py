from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.checks import run_checks

from tests.factories.seals import write_key


@pytest.fixture
def key_file(settings, tmp_path):
    path = write_key(tmp_path / "seal.pem")
    settings.RELAY_SEAL_FILE = str(path)
    return path


def told() -> list[str]:
    found = run_checks(include_deployment_checks=True)
    return [one.id for one in found if one.id.startswith("certificates.")]


def test_a_key_that_can_be_used_is_no_trouble(key_file):
    assert told() == []


def test_nothing_configured_is_no_trouble(settings):
    settings.RELAY_SEAL_FILE = ""
    assert told() == []


def test_one_that_cannot_be_used_is_told_of(key_file):
    key_file.write_bytes(b"nothing")
    assert told() == ["certificates.W001"]


def test_one_that_ends_soon_is_told_of(key_file):
    end = datetime(2056, 11, 13, 9, tzinfo=UTC)
    with time_machine.travel(end - timedelta(days=61), tick=False):
        assert told() == []
    with time_machine.travel(end - timedelta(days=59), tick=False):
        assert told() == ["certificates.W002"]
