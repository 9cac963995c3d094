"""Accounts in the content admin: closed, never deleted."""

import pytest
from django.urls import reverse

from organisations.domain.merging import merge_accounts
from organisations.enums import Role
from organisations.models import User
from tests.factories.organisations import MembershipFactory

CLOSE = {"mark_as_active": "False"}


@pytest.fixture
def signed_in(client, administrator):
    User.objects.filter(pk=administrator.pk).update(language="en")
    administrator.refresh_from_db()
    client.force_login(administrator)
    return client


def in_bulk(action, *people):
    path = reverse("wagtail_bulk_action", args=["organisations", "user", action])
    asked = "&".join(f"id={person.pk}" for person in people)
    return f"{path}?{asked}"


def edited(person, **changes):
    return {
        "email": person.email or "",
        "printed_name": person.printed_name,
        "language": person.language,
        "sector": person.sector_id or "",
        "is_active": "on",
    } | changes


def is_active(person) -> bool:
    return User.objects.get(pk=person.pk).is_active


def test_nobody_is_deleted(signed_in, bob):
    for url in (
        reverse("wagtailusers_users:delete", args=[bob.pk]),
        in_bulk("delete", bob),
    ):
        page = signed_in.post(url, follow=True)
        assert "Accounts are not deleted" in page.text

    assert is_active(bob)


def test_a_member_is_closed(signed_in, bob):
    signed_in.post(in_bulk("set_active_state", bob), CLOSE)

    assert not is_active(bob)


def test_the_only_coordinators_are_not_closed(signed_in, alice, beekstad):
    other = MembershipFactory(organisation=beekstad, role=Role.COORDINATOR).user
    both = in_bulk("set_active_state", alice, other)

    page = signed_in.post(both, CLOSE, follow=True)
    assert "Beekstad would have no coordinator" in page.text
    assert is_active(alice)
    assert is_active(other)

    signed_in.post(in_bulk("set_active_state", other), CLOSE)
    edit = reverse("wagtailusers_users:edit", args=[alice.pk])
    values = edited(alice)
    del values["is_active"]
    page = signed_in.post(edit, values)
    assert "would have no coordinator" in page.text
    assert is_active(alice)


def test_an_account_that_was_merged_stays_closed(
    signed_in, bob, charlie, administrator, now
):
    merge_accounts(charlie, bob, actor=administrator, now=now)

    page = signed_in.post(
        in_bulk("set_active_state", bob), {"mark_as_active": "True"}, follow=True
    )

    assert "This account was merged into that of Charlie Dubois" in page.text
    assert not is_active(bob)
