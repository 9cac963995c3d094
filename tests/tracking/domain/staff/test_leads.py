"""Line managers that a staff list names: compared, named, and taken back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from lms.models import AuditEntry
from organisations.domain.line_managers import manager_named, name_line_manager
from organisations.enums import Role
from organisations.models import LineManager, User
from tests.factories.organisations import OrganisationFactory
from tests.factories.staff import NOW, look, run_list, settled, undo
from tests.factories.tracking import make_member
from tracking.domain.staff import carrying
from tracking.domain.staff.asking import confirm
from tracking.domain.staff.reading import (
    differences_of,
    forget_lines,
    leads_counted,
    problems_of,
    rows_of,
)
from tracking.enums import StaffImportState, StaffRowState

HEADINGS = ("e-mail", "naam", "badgenummer", "sector", "leidinggevende")
LATER = NOW + timedelta(days=3)


def person(place, email=None, name="", *, badge="", role=Role.LEARNER) -> User:
    user = make_member(place, name=name, role=role)
    user.email = email
    user.save()
    user.memberships.update(badge_number=badge)
    return user


@pytest.fixture
def alice(beekstad):
    return person(beekstad, "alice@x.example", role=Role.COORDINATOR)


@pytest.fixture
def bob(beekstad):
    return person(beekstad, "bob@x.example", "Bob")


@pytest.fixture
def carla(beekstad):
    return person(beekstad, "carla@x.example", "Carla")


def line(email, manager, *, badge="", name=""):
    return (email, name, badge, "POL", manager)


def told(run) -> list[list[str]]:
    """What each line says of itself: what changes, and what is wrong."""
    return [[*differences_of(row), *problems_of(row)] for row in rows_of(run)]


def leads(run) -> list[str]:
    return [
        f"{one.state} {one.problem}".strip() for one in run.leads.order_by("row__line")
    ]


def leader(person, beekstad):
    return manager_named(person, beekstad)


def test_who_is_named_may_be_there_already(beekstad, alice, bob, carla):
    run = look(
        beekstad, line(bob.email, "Carla@X.example"), headings=HEADINGS, actor=alice
    )

    assert leads(run) == ["new"]
    assert told(run) == [["Line manager: Carla"]]
    assert [row.state for row in run.rows.all()] == [StaffRowState.CHANGED]
    assert not LineManager.objects.exists()

    confirm(run, actor=alice, now=NOW)
    settled(run)

    assert run.state == StaffImportState.DONE
    assert leader(bob, beekstad) == carla
    entry = AuditEntry.objects.get(action="organisations.line_manager_named")
    assert (entry.actor, entry.at, entry.organisation_id) == (alice, NOW, beekstad.pk)
    assert entry.subject_id == str(bob.pk)
    assert entry.data == {"manager": str(carla.uuid), "before": None}


def test_who_is_named_may_stand_on_a_later_line(beekstad, alice):
    run = run_list(
        beekstad,
        line("one@x.example", "two@x.example", name="One"),
        line("two@x.example", "77", name="Two"),
        line("", "", badge="77", name="Three"),
        headings=HEADINGS,
        actor=alice,
    )

    one = User.objects.get(email="one@x.example")
    two = User.objects.get(email="two@x.example")
    assert leads(run) == ["new", "new"]
    assert leader(one, beekstad) == two
    assert leader(two, beekstad).printed_name == "Three"
    # The third line says nothing of one.
    assert told(run)[0][-1] == "Line manager: Two"


def test_the_look_names_who_has_no_account_yet(beekstad, alice):
    run = look(
        beekstad,
        line("one@x.example", "two@x.example"),
        line("two@x.example", "", name="Two Peeters"),
        headings=HEADINGS,
        actor=alice,
    )

    assert told(run)[0][-1] == "Line manager: Two Peeters"
    assert leads_counted(run) == [("new", 1)]


def test_the_same_list_again_changes_nothing(beekstad, alice, bob, carla):
    lines = [line(bob.email, carla.email), line("new@x.example", bob.email)]
    run_list(beekstad, *lines, headings=HEADINGS, actor=alice)

    again = look(beekstad, *lines, headings=HEADINGS, actor=alice)

    assert leads(again) == ["same", "same"]
    assert told(again) == [[], []]
    assert not again.rows.exclude(state=StaffRowState.UNCHANGED).exists()


def test_an_empty_cell_changes_nothing_and_a_dash_ends_it(beekstad, alice, bob, carla):
    name_line_manager(bob, beekstad, carla, actor=alice, now=NOW)
    empty = look(beekstad, line(bob.email, ""), headings=HEADINGS, actor=alice)
    assert leads(empty) == []
    assert not empty.rows.exclude(state=StaffRowState.UNCHANGED).exists()

    run = run_list(
        beekstad, line(bob.email, "–"), headings=HEADINGS, actor=alice, now=LATER
    )

    assert told(run) == [["Line manager: Carla → nobody"]]
    assert leader(bob, beekstad) is None
    assert LineManager.objects.get().until == date(2026, 11, 24)


def test_another_one_ends_who_was_named(beekstad, alice, bob, carla):
    name_line_manager(bob, beekstad, carla, actor=alice, now=NOW)

    run = run_list(
        beekstad, line(bob.email, alice.email), headings=HEADINGS, actor=alice
    )

    assert leads(run) == ["changed"]
    assert told(run) == [[f"Line manager: Carla → {alice}"]]
    assert leader(bob, beekstad) == alice


def test_nobody_is_their_own_line_manager(beekstad, alice, bob):
    run = run_list(
        beekstad,
        line(bob.email, bob.email),
        line("new@x.example", "8", badge="8"),
        headings=HEADINGS,
        actor=alice,
    )

    assert leads(run) == ["refused self", "refused self"]
    # The person comes in all the same.
    assert User.objects.filter(email="new@x.example").exists()
    assert not LineManager.objects.exists()


def test_two_who_lead_each_other_are_both_refused(beekstad, alice, bob, carla):
    run = run_list(
        beekstad,
        line(bob.email, carla.email),
        line(carla.email, bob.email),
        line("new@x.example", bob.email),
        headings=HEADINGS,
        actor=alice,
    )

    assert leads(run) == ["refused circle", "refused circle", "new"]
    assert leader(bob, beekstad) is None
    assert leader(User.objects.get(email="new@x.example"), beekstad) == bob


def test_new_people_go_round_in_no_circle_either(beekstad, alice):
    run = look(
        beekstad,
        line("one@x.example", "two@x.example"),
        line("two@x.example", "three@x.example"),
        line("three@x.example", "one@x.example"),
        headings=HEADINGS,
        actor=alice,
    )

    assert leads(run) == ["refused circle"] * 3


def test_a_circle_with_what_was_said_before_is_refused(beekstad, alice, bob, carla):
    name_line_manager(bob, beekstad, carla, actor=alice, now=NOW)

    run = look(beekstad, line(carla.email, bob.email), headings=HEADINGS, actor=alice)

    assert leads(run) == ["refused circle"]
    assert (leader(bob, beekstad), leader(carla, beekstad)) == (carla, None)


def test_two_may_change_places(beekstad, alice, bob, carla):
    """Bob was led by Carla; Carla is led by Bob, and Bob by nobody she leads."""
    name_line_manager(bob, beekstad, carla, actor=alice, now=NOW)

    run = run_list(
        beekstad,
        line(carla.email, bob.email),
        line(bob.email, alice.email),
        headings=HEADINGS,
        actor=alice,
    )

    assert leads(run) == ["new", "changed"]
    assert (leader(bob, beekstad), leader(carla, beekstad)) == (alice, bob)


def test_a_refused_line_that_leaves_a_circle_behind_takes_the_others_along(
    beekstad, alice, bob, carla
):
    """Where Bob's new manager is refused he stays with Carla, and leads her not."""
    name_line_manager(bob, beekstad, carla, actor=alice, now=NOW)

    run = look(
        beekstad,
        line(carla.email, bob.email),
        line(bob.email, "nobody@x.example"),
        headings=HEADINGS,
        actor=alice,
    )

    assert leads(run) == ["refused circle", "refused nobody"]
    assert (leader(bob, beekstad), leader(carla, beekstad)) == (carla, None)


def test_a_stranger_and_nobody_are_told_alike(beekstad, alice, bob):
    neighbour = OrganisationFactory()
    person(neighbour, "dirk@x.example", "Dirk Secret")
    person(neighbour, None, "Emma Secret", badge="99")
    User.objects.create(email="loose@x.example", printed_name="Loose Secret")
    closed = person(beekstad, "closed@x.example", "Closed Secret")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    run = run_list(
        beekstad,
        line(bob.email, "dirk@x.example"),
        line("a@x.example", "99"),
        line("b@x.example", "loose@x.example"),
        line("c@x.example", "closed@x.example"),
        line("d@x.example", "nobody@x.example"),
        # Not taken on by the list, and so not named by it; nor who has left elsewhere.
        line("e@x.example", "dirk@x.example"),
        line("dirk@x.example", ""),
        headings=HEADINGS,
        actor=alice,
    )

    assert set(leads(run)) == {"refused nobody"}
    said = {problem for row in told(run)[:6] for problem in row}
    assert not any("Secret" in one for one in said)
    assert {row[-1] for row in told(run)[:6]} == {
        "Line manager: "
        "Nobody who belongs to you has this e-mail address or badge number. Check it, or "
        "bring that person in first."
    }
    assert not LineManager.objects.exists()


def test_a_neighbour_who_is_said_to_have_left_is_not_named_either(beekstad, alice, bob):
    neighbour = OrganisationFactory()
    person(neighbour, "dirk@x.example", "Dirk Secret")

    run = look(
        beekstad,
        (bob.email, "POL", "", "dirk@x.example"),
        ("dirk@x.example", "POL", "2026-11-01", ""),
        headings=("e-mail", "sector", "until", "manager"),
        actor=alice,
    )

    assert leads(run) == ["refused nobody"]


def test_somebody_of_another_department_can_be_named_by_address(
    beekstad, police, alice, bob
):
    """An employer is one; a department's list finds badge numbers in it alone."""
    there = person(police, "deb@x.example", badge="5")
    boss = person(beekstad, "boss@x.example", badge="6")

    run = run_list(
        police, line(there.email, boss.email), headings=HEADINGS, actor=alice
    )
    assert leader(there, police) == boss

    run = look(police, line(there.email, "6"), headings=HEADINGS, actor=alice)
    assert leads(run) == ["refused nobody"]


def test_of_several_with_a_badge_number_the_one_of_the_department(
    beekstad, police, youth, alice
):
    here = person(police, None, "Police nine", badge="9")
    person(youth, None, "Youth nine", badge="9")
    one = person(police, "one@x.example")
    person(beekstad, "two@x.example")

    run = run_list(
        beekstad,
        line("one@x.example", "9"),
        line("two@x.example", "9"),
        headings=HEADINGS,
        actor=alice,
    )

    assert leads(run) == ["new", "refused several"]
    assert leader(one, beekstad) == here


def test_who_leaves_by_the_list_leads_nobody(beekstad, alice, bob, carla):
    person(beekstad, "dora@x.example")
    headings = ("e-mail", "sector", "until", "manager")

    run = look(
        beekstad,
        (bob.email, "POL", "", carla.email),
        (carla.email, "POL", "2026-11-20", bob.email),
        ("new@x.example", "POL", "", "dora@x.example"),
        ("dora@x.example", "POL", "2027-01-31", ""),
        headings=headings,
        actor=alice,
    )

    # Whoever leaves later leads until then; who leaves gets no line manager any more.
    assert leads(run) == ["refused leaves", "same", "new"]


def test_who_is_not_in_the_list_of_everybody_leads_nobody(beekstad, alice, bob, carla):
    run = look(
        beekstad,
        line(bob.email, carla.email),
        headings=HEADINGS,
        actor=alice,
        is_everybody=True,
    )

    assert leads(run) == ["refused leaves"]


def test_a_line_that_cannot_be_carried_out_names_nobody(beekstad, alice, carla):
    run = run_list(
        beekstad,
        ("no address", "", "", "POL", carla.email),
        line("good@x.example", ""),
        headings=HEADINGS,
        actor=alice,
    )

    assert leads(run) == ["same"]
    assert not LineManager.objects.exists()


def test_who_left_between_look_and_deed_is_not_named(beekstad, alice, bob, carla):
    run = look(beekstad, line(bob.email, carla.email), headings=HEADINGS, actor=alice)
    carla.memberships.update(ends_on=date(2026, 11, 22))

    confirm(run, actor=alice, now=LATER)
    settled(run, now=LATER)

    assert leads(run) == ["refused nobody"]
    assert [row.state for row in run.rows.all()] == [StaffRowState.UNCHANGED]
    assert leader(bob, beekstad) is None


def test_a_circle_that_came_between_look_and_deed_is_refused(
    beekstad, alice, bob, carla
):
    run = look(beekstad, line(bob.email, carla.email), headings=HEADINGS, actor=alice)
    name_line_manager(carla, beekstad, bob, actor=alice, now=NOW)

    confirm(run, actor=alice, now=NOW)
    settled(run)

    assert leads(run) == ["refused circle"]
    assert leader(bob, beekstad) is None


def test_naming_that_broke_off_goes_on_where_it_was(
    beekstad, alice, bob, carla, monkeypatch
):
    lines = [line(f"n{i}@x.example", carla.email) for i in range(5)]
    run = look(beekstad, *lines, headings=HEADINGS, actor=alice)
    confirm(run, actor=alice, now=NOW)
    monkeypatch.setattr(
        carrying,
        "TURNS",
        carrying.TURNS
        | {StaffImportState.NAMING: (carrying.to_name, carrying.name, 2)},
    )
    while carrying._step(run.pk, now=NOW):
        run.refresh_from_db()
        if run.state == StaffImportState.NAMING and run.done == 2:
            break
    assert LineManager.objects.count() == 2

    settled(run)

    assert run.state == StaffImportState.DONE
    assert LineManager.objects.filter(manager=carla).count() == 5
    assert (
        AuditEntry.objects.filter(action="organisations.line_manager_named").count()
        == 5
    )


def test_one_that_the_database_refuses_is_told_and_the_others_are_named(
    beekstad, alice, carla, monkeypatch
):
    lines = [line(f"n{i}@x.example", carla.email) for i in range(3)]
    run = look(beekstad, *lines, headings=HEADINGS, actor=alice)
    confirm(run, actor=alice, now=NOW)
    real = carrying.TURNS[StaffImportState.NAMING][1]

    def refusing(run, leads, *, now):
        real(run, leads, now=now)
        if any(one.row.email == "n1@x.example" for one in leads):
            raise IntegrityError

    monkeypatch.setattr(
        carrying,
        "TURNS",
        carrying.TURNS | {StaffImportState.NAMING: (carrying.to_name, refusing, 500)},
    )
    settled(run)

    assert leads(run) == ["new", "refused unwritten", "new"]
    assert LineManager.objects.count() == 2


def test_mails_follow_after_the_naming(beekstad, alice, carla):
    run = run_list(
        beekstad,
        line("new@x.example", carla.email, name="New"),
        headings=HEADINGS,
        actor=alice,
        with_mails=True,
    )

    assert run.state == StaffImportState.DONE
    assert run.rows.get().is_mailed
    assert LineManager.objects.count() == 1


def test_taking_back_restores_who_led_before(beekstad, alice, bob, carla):
    name_line_manager(bob, beekstad, carla, actor=alice, now=NOW)
    run = run_list(
        beekstad,
        line(bob.email, alice.email),
        line(carla.email, alice.email),
        line("new@x.example", bob.email),
        headings=HEADINGS,
        actor=alice,
        now=LATER,
    )

    undo(run, actor=alice, now=LATER + timedelta(days=2))

    assert [row.undo for row in run.rows.all()] == ["taken_back"] * 3
    assert (leader(bob, beekstad), leader(carla, beekstad)) == (carla, None)
    held = LineManager.objects.filter(until=None)
    assert [(one.person, one.manager) for one in held] == [(bob, carla)]
    entry = AuditEntry.objects.filter(
        action="organisations.line_manager_named", subject_id=str(bob.pk)
    ).latest("pk")
    assert entry.data == {"manager": str(carla.uuid), "before": str(alice.uuid)}


def test_taking_back_restores_one_who_was_ended(beekstad, alice, bob, carla):
    name_line_manager(bob, beekstad, carla, actor=alice, now=NOW)
    run = run_list(beekstad, line(bob.email, "-"), headings=HEADINGS, actor=alice)

    undo(run, actor=alice)

    assert leader(bob, beekstad) == carla


def test_what_somebody_said_since_stays(beekstad, alice, bob, carla):
    run = run_list(
        beekstad, line(bob.email, carla.email), headings=HEADINGS, actor=alice
    )
    name_line_manager(bob, beekstad, alice, actor=alice, now=NOW)

    undo(run, actor=alice)

    assert run.rows.get().undo == "kept"
    assert leader(bob, beekstad) == alice


def test_taking_back_makes_no_circle(beekstad, alice, bob, carla):
    """Since the list Carla was given Bob as her manager: he cannot have her again."""
    name_line_manager(bob, beekstad, carla, actor=alice, now=NOW)
    run = run_list(
        beekstad, line(bob.email, alice.email), headings=HEADINGS, actor=alice
    )
    name_line_manager(carla, beekstad, bob, actor=alice, now=NOW)

    undo(run, actor=alice)

    assert run.rows.get().undo == "kept"
    assert (leader(bob, beekstad), leader(carla, beekstad)) == (alice, bob)


def test_of_a_list_that_was_forgotten_the_counts_stay(beekstad, alice, bob, carla):
    run = run_list(
        beekstad,
        line(bob.email, carla.email),
        line(carla.email, "nobody@x.example"),
        headings=HEADINGS,
        actor=alice,
    )

    forget_lines(NOW + timedelta(days=31))
    run.refresh_from_db()

    assert not run.leads.exists()
    assert leads_counted(run) == [("new", 1), ("refused", 1)]


def test_as_many_queries_for_thirty_as_for_one(beekstad, alice, bob, carla):
    def asked(count: int) -> int:
        lines = [line(f"p{count}-{i}@x.example", carla.email) for i in range(count)]
        run = look(beekstad, *lines, headings=HEADINGS, actor=alice)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            confirm(run, actor=alice, now=NOW)
            settled(run)
        return len(queries)

    assert asked(1) == asked(30)
