import json

import pytest

from certificates.domain.badges.credential import signed_badge
from certificates.domain.badges.did import did_document
from certificates.domain.badges.keys import all_keys, make_key, signing_key


@pytest.fixture
def keys(settings, tmp_path):
    """The folder of this test's keys, with one in it."""
    settings.RELAY_BADGE_KEYS = str(tmp_path / "keys")
    make_key(tmp_path / "keys" / "2026-01.pem")
    return tmp_path / "keys"


@pytest.fixture
def key(keys):
    return signing_key()


@pytest.fixture
def document(key):
    """What others know of our keys."""
    return did_document(all_keys())


@pytest.fixture
def signed(certificate, key, now):
    return json.loads(signed_badge(certificate, key, language="en", now=now))
