from datetime import date, timedelta

import pytest

from interop.domain.tokens import MOST, hash_of, make_token, token_for, withdraw_token
from interop.enums import TokenState
from interop.models import AccessToken
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.enums import Role
from organisations.models import Membership
from tests.interop.conftest import department, let_in

pytestmark = pytest.mark.django_db


def refused(code, act, *args, **how):
    with pytest.raises(DomainError) as caught:
        act(*args, **how)
    assert caught.value.code == code


def test_the_key_is_shown_once_and_only_its_hash_is_kept(beekstad, alice, now):
    token, key = let_in(beekstad, alice)

    token.refresh_from_db()
    assert key.startswith("relay_")
    assert token.token_hash == hash_of(key)
    assert key not in str(AccessToken.objects.values())
    entry = AuditEntry.objects.get(action="interop.token_made")
    assert (entry.actor, entry.organisation_id) == (alice, beekstad.pk)
    assert key not in str(entry.data)


def test_a_key_opens_its_token_until_the_end_of_its_last_day(beekstad, alice, now):
    token, key = let_in(beekstad, alice)
    last = token.expires_at - timedelta(seconds=1)

    assert token_for(key, now=last) == token
    assert token_for(key, now=token.expires_at) is None
    assert token.state_at(token.expires_at) == TokenState.EXPIRED
    assert token_for(f"{key}x", now=now) is None


def test_a_withdrawn_key_opens_nothing_and_withdrawing_again_changes_nothing(
    beekstad, alice, now
):
    token, key = let_in(beekstad, alice)

    withdraw_token(token, actor=alice, now=now)
    again = withdraw_token(token, actor=alice, now=now + timedelta(hours=1))

    assert again.withdrawn_at == now
    assert token_for(key, now=now) is None
    assert AuditEntry.objects.filter(action="interop.token_withdrawn").count() == 1


def test_a_key_of_a_closed_organisation_opens_nothing(beekstad, alice, now):
    _token, key = let_in(beekstad, alice)
    beekstad.is_active = False
    beekstad.save()

    assert token_for(key, now=now) is None


def test_use_is_noted_to_the_minute(beekstad, alice, now):
    token, key = let_in(beekstad, alice)

    token_for(key, now=now)
    token_for(key, now=now + timedelta(seconds=59))
    token.refresh_from_db()
    assert token.last_used_at == now
    token_for(key, now=now + timedelta(seconds=60))
    token.refresh_from_db()
    assert token.last_used_at == now + timedelta(seconds=60)


def test_only_coordinators_let_programs_in_and_deputies_do_not(
    beekstad, alice, bob, charlie, now
):
    Membership.objects.create(
        user=bob,
        organisation=beekstad,
        role=Role.DEPUTY,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
    )
    for nobody in (bob, charlie):
        refused("not_allowed", let_in, beekstad, nobody)
    token, _key = let_in(department("Police", beekstad), alice)
    refused("not_allowed", withdraw_token, token, actor=charlie, now=now)


def test_what_makes_no_sense_is_refused(beekstad, alice, now):
    good = {
        "name": "x",
        "scopes": ["read"],
        "last_day": date(2027, 1, 1),
        "actor": alice,
        "now": now,
    }
    for code, change in (
        ("no_scope", {"scopes": []}),
        ("no_scope", {"scopes": ["write"]}),
        ("no_sector", {"scopes": ["scim"]}),
        ("too_long", {"last_day": date(2029, 1, 1)}),
        ("too_long", {"last_day": date(2026, 11, 20)}),
    ):
        refused(code, make_token, beekstad, **good | change)
    assert not AccessToken.objects.exists()


def test_so_many_are_in_force_at_once_and_no_more(beekstad, alice, now):
    made = [let_in(beekstad, alice)[0] for _ in range(MOST)]
    refused("too_many", let_in, beekstad, alice)

    withdraw_token(made[0], actor=alice, now=now)
    let_in(beekstad, alice)
