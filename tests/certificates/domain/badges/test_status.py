"""Bits that say whether a badge still counts."""

import base64
import gzip
from datetime import timedelta

import pytest
from django.db import IntegrityError

from certificates.domain.badges import status
from certificates.domain.badges.status import (
    Purpose,
    list_credential,
    list_version,
    place_of,
    set_bits,
    status_entries,
)
from certificates.domain.life import restore, revoke, supersede, suspend
from certificates.models import LIST_LENGTH, BadgeIndex
from tests.certificates.domain.reading_badges import proof_holds
from tests.factories.certificates import more_certificates

REASON = {"reason_code": "test"}


def bits_of(credential) -> list[int]:
    """The places whose bit is set, read as the standard says."""
    encoded = credential["credentialSubject"]["encodedList"]
    assert encoded[0] == "u"
    packed = base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
    content = gzip.decompress(packed)
    assert len(content) * 8 == LIST_LENGTH == 131072
    bits = "".join(f"{byte:08b}" for byte in content)
    return [place for place, bit in enumerate(bits) if bit == "1"]


def both(number, now):
    return [set_bits(number, purpose, now=now) for purpose in Purpose]


def test_a_place_is_drawn_once(certificate):
    place = place_of(certificate)
    assert (place.list, 0 <= place.index < LIST_LENGTH) == (1, True)
    again = place_of(certificate)
    assert (again.list, again.index) == (place.list, place.index)
    assert BadgeIndex.objects.count() == 1


def test_a_place_that_is_taken_is_drawn_again(certificate, monkeypatch):
    (other,) = more_certificates(certificate, 1)
    draws = iter([7, 7, 7, 8])
    monkeypatch.setattr(status.secrets, "randbelow", lambda _most: next(draws))
    assert place_of(certificate).index == 7
    assert place_of(other).index == 8


def test_two_who_ask_at_once_get_the_same_place(certificate, monkeypatch):
    place = place_of(certificate)
    monkeypatch.setattr(status, "_place_of", _late(status._place_of))
    assert place_of(certificate) == place


def _late(known):
    """The place, unseen the first time: somebody else drew it a moment later."""
    asked = []

    def answer(certificate):
        asked.append(certificate)
        return known(certificate) if len(asked) > 1 else None

    return answer


def test_a_list_with_no_place_left_gives_up(certificate, monkeypatch):
    (other,) = more_certificates(certificate, 1)
    monkeypatch.setattr(status.secrets, "randbelow", lambda _most: 7)
    place_of(certificate)
    with pytest.raises(IntegrityError, match="no free place in status list 1"):
        place_of(other)


def test_a_list_that_is_half_full_is_followed_by_another(certificate, monkeypatch):
    monkeypatch.setattr(status, "FULL", 2)
    places = [place_of(one) for one in more_certificates(certificate, 5)]
    assert [place.list for place in places] == [1, 1, 2, 2, 3]


def test_a_badge_says_where_its_state_is(certificate, settings):
    settings.RELAY_BASE_URL = "https://relay.example"
    place = place_of(certificate)
    address = "https://relay.example/badges/status/1"
    assert status_entries(place) == [
        {
            "id": f"{address}/{purpose}/#{place.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": str(place.index),
            "statusListCredential": f"{address}/{purpose}/",
        }
        for purpose in ("revocation", "suspension")
    ]


def test_there_is_no_list_before_its_first_place(certificate, now):
    assert both(1, now) == [None, None]
    place_of(certificate)
    assert both(1, now) == [[], []]
    assert both(2, now) == [None, None]


def test_revoked_and_superseded_are_revoked(certificate, admin_user, now):
    newer, newest, other = more_certificates(certificate, 3, now=now)
    places = [place_of(one).index for one in (certificate, newer, newest, other)]
    revoke(certificate, actor=admin_user, now=now, **REASON)
    supersede(newer, newest, actor=admin_user, now=now, **REASON)
    assert both(1, now) == [sorted(places[:2]), []]
    assert both(1, now - timedelta(seconds=1)) == [[], []]


def test_suspended_lasts_until_restored(certificate, admin_user, now):
    index = place_of(certificate).index
    hour = timedelta(hours=1)
    suspend(certificate, actor=admin_user, now=now, **REASON)
    assert both(1, now) == [[], [index]]
    restore(certificate, actor=admin_user, now=now + hour, **REASON)
    assert both(1, now + hour) == [[], []]
    suspend(certificate, actor=admin_user, now=now + 2 * hour, **REASON)
    assert both(1, now + 2 * hour) == [[], [index]]


def test_what_has_no_badge_is_in_no_list(certificate, admin_user, now):
    (other,) = more_certificates(certificate, 1, now=now)
    place_of(certificate)
    revoke(other, actor=admin_user, now=now, **REASON)
    assert both(1, now) == [[], []]


@pytest.mark.parametrize("bits", [[], [0], [7, 8, 131071]])
def test_a_list_holds_its_bits_from_the_left(bits, key, document, now):
    credential = list_credential(1, Purpose.SUSPENSION, bits, key, now=now)
    assert bits_of(credential) == bits
    assert proof_holds(credential, document)


def test_a_list_is_the_same_for_an_hour_and_believed_for_a_day(key, now):
    def made(moment, bits=()):
        arguments = (1, Purpose.REVOCATION, list(bits), key)
        return (
            list_credential(*arguments, now=moment),
            list_version(*arguments, now=moment),
        )

    credential, version = made(now)
    assert made(now + timedelta(minutes=59)) == (credential, version)
    assert credential["validFrom"] == "2026-11-21T09:00:00Z"
    assert credential["validUntil"] == "2026-11-22T09:00:00Z"
    assert made(now + timedelta(minutes=60))[1] != version
    assert made(now, [5])[1] != version


def test_a_list_costs_one_query_however_many_are_in_it(
    certificate, admin_user, now, django_assert_num_queries
):
    for one in more_certificates(certificate, 5, now=now):
        place_of(one)
        revoke(one, actor=admin_user, now=now, **REASON)
    with django_assert_num_queries(1):
        assert len(set_bits(1, Purpose.REVOCATION, now=now)) == 5
