"""A list locks in the order of organisations.domain.locks, whatever it is at."""

import pytest

from tests.factories.locks import out_of_order, recorded_locks, tables
from tests.factories.staff import NOW, look, run_list, settled, undo
from tests.factories.tracking import make_member
from tracking.domain.staff.asking import confirm
from tracking.domain.staff.mailing import invite_people, to_invite

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
