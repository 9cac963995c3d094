import io

import pytest
import time_machine
from django.core.management import CommandError, call_command

from certificates.domain.badges.keys import Algorithm, all_keys, signing_key


@pytest.fixture
def keys(settings, tmp_path):
    settings.RELAY_BADGE_KEYS = str(tmp_path / "keys")
    return tmp_path / "keys"


def make(**options):
    out = io.StringIO()
    call_command("make_badge_key", stdout=out, **options)
    return out.getvalue()


def test_a_new_key_signs_and_the_older_stays(keys):
    with time_machine.travel("2026-11-21T09:00:00Z", tick=False):
        said = make()
    first = signing_key()
    assert "2026-11-21T090000Z.pem signs digital badges now" in said
    with time_machine.travel("2027-11-21T09:00:00Z", tick=False):
        make()
    assert [key.multikey for key in all_keys()] == [
        first.multikey,
        signing_key().multikey,
    ]


def test_asked_only_where_there_is_none_it_makes_one_once(keys):
    assert make(if_none=True, verbosity=0) == ""
    first = signing_key()
    make(if_none=True, verbosity=0)
    assert [key.multikey for key in all_keys()] == [first.multikey]


def test_a_key_of_another_kind_is_made_when_asked_for(keys):
    make(algorithm="ES256")
    assert signing_key().algorithm is Algorithm.ES256
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("make_badge_key", "--algorithm", "RS256")
    assert len(all_keys()) == 1


def test_no_key_is_written_over(keys):
    with time_machine.travel("2026-11-21T09:00:00Z", tick=False):
        make()
        first = signing_key()
        with pytest.raises(CommandError, match="No key was made"):
            make()
    assert signing_key().multikey == first.multikey


def test_without_a_folder_it_says_so(settings):
    settings.RELAY_BADGE_KEYS = ""
    with pytest.raises(CommandError, match="names no folder"):
        make()
