"""A list locks in the order of organisations.domain.locks, whatever it is at."""

from threading import Thread

import pytest
from django.db import connection, transaction

from organisations.domain.locks import lock_many
from organisations.models import User
from tests.factories.locks import (
    out_of_order,
    recorded_locks,
    tables,
    until_somebody_waits,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.staff import NOW, look, run_list, settled, undo
from tests.factories.tracking import make_member
from tracking.domain.staff import locking
from tracking.domain.staff.asking import confirm
from tracking.domain.staff.mailing import invite_people, to_invite
from tracking.enums import StaffImportState

MOVED = ("e-mail", "department", "until")


@pytest.fixture
def alice(beekstad):
    return make_member(beekstad, role="coordinator")


def test_carrying_out_locks_places_then_people_then_their_invitations(
    beekstad, police, alice
):
    for name in ("moves", "leaves"):
        run_list(
            beekstad, (f"{name}@x.example", "", "POL"), actor=alice, with_mails=True
        )
    run = look(
        beekstad,
        ("leaves@x.example", "", "2026-11-20"),
        ("moves@x.example", "beekstad-police", ""),
        headings=MOVED,
        actor=alice,
    )
    confirm(run, is_sure=True, actor=alice, now=NOW)

    with recorded_locks() as locked:
        settled(run)

    assert out_of_order(locked) == []
    assert tables(locked) == ["StaffImport", "Organisation", "User", "Invitation"]


def test_invitations_of_a_list_come_after_all_its_places(beekstad, police, alice):
    """A list that is taken back at the same moment holds the places, and wants the
    invitations in another order."""
    lines = [
        ("a@x.example", "", "POL", "", "beekstad-police"),
        ("b@x.example", "", "POL"),
    ]
    run = run_list(beekstad, *lines, actor=alice, with_mails=True)
    run.rows.update(is_mailed=False)

    with recorded_locks() as locked:
        invite_people(run, list(to_invite(run)), now=NOW)

    assert out_of_order(locked) == []
    assert [key for label, key in locked if label.endswith("Organisation")] == [
        beekstad.pk,
        police.pk,
    ]
    assert tables(locked) == ["Organisation", "Invitation"]


def test_taking_back_locks_in_the_same_order(beekstad, alice):
    run = run_list(beekstad, ("new@x.example", "", "POL"), actor=alice, with_mails=True)

    with recorded_locks() as locked:
        undo(run, actor=alice)

    assert out_of_order(locked) == []
    assert tables(locked) == ["StaffImport", "Organisation", "User", "Invitation"]


def test_somebody_who_got_an_account_since_the_look_is_locked_too(beekstad, alice):
    """By address, or by a badge number that somebody was given meanwhile."""
    run = look(
        beekstad,
        ("new@x.example", "", "POL"),
        ("", "Eve Peeters", "POL", "", "", "7"),
        actor=alice,
    )
    confirm(run, actor=alice, now=NOW)
    came = User.objects.create_user("new@x.example", sector_id="POL")
    numbered = make_member(beekstad)
    numbered.memberships.update(badge_number="7")

    with recorded_locks() as locked:
        settled(run)

    people = [key for label, key in locked if label == "organisations.User"]
    assert people == [came.pk, numbered.pk]
    assert out_of_order(locked) == []


def test_who_comes_after_the_locks_is_locked_at_the_next_attempt(
    beekstad, alice, monkeypatch
):
    run = look(beekstad, ("new@x.example", "", "POL"), actor=alice)
    confirm(run, actor=alice, now=NOW)
    real, came = locking.people_known_by, []

    def nobody_yet(emails):
        if came:
            return real(emails)
        came.append(True)
        return {}

    User.objects.create_user("new@x.example", sector_id="POL")
    monkeypatch.setattr(locking, "people_known_by", nobody_yet)

    with recorded_locks() as locked:
        settled(run)

    assert run.state == StaffImportState.DONE
    person = User.objects.get(email="new@x.example")
    assert ("organisations.User", person.pk) in locked
    assert run.rows.get().user == person


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_list_waits_for_whoever_holds_an_account_it_finds_late():
    beekstad = OrganisationFactory(name="Beekstad", code="beekstad")
    alice = make_member(beekstad, role="coordinator")
    run = look(beekstad, ("new@x.example", "", "POL"), actor=alice)
    confirm(run, actor=alice, now=NOW)
    came = User.objects.create_user("new@x.example", sector_id="POL")
    errors = []

    def carrying_out():
        try:
            settled(run)
        except Exception as error:  # noqa: BLE001 -- shown by the assertion
            errors.append(error)
        finally:
            connection.close()

    other = Thread(target=carrying_out)
    with transaction.atomic():
        lock_many(users=[came.pk])
        other.start()
        until_somebody_waits()
        # Somebody else's work with the account: the list sees what became of it.
        User.objects.filter(pk=came.pk).update(is_active=False)
    other.join()

    assert errors == []
    run.refresh_from_db()
    assert [row.problem for row in run.rows.all()] == ["closed"]
    assert not came.memberships.exists()
