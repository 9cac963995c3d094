"""Somebody's work is led by one person of the same employer, and only while both are
there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.line_managers import (
    colleague_named,
    line_manager_of,
    line_managers,
    managers_at,
    managers_of_places,
    name_line_manager,
    name_manager_of_place,
    people_led_by,
)
from organisations.domain.merging import merge_accounts
from organisations.enums import Role
from organisations.models import LineManager, Membership, User
from tests.factories.tracking import make_department, make_member

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def chief(beekstad):
    return make_member(beekstad, name="Chief of Beekstad")


@pytest.fixture
def name(beekstad, alice, now):
    def named(person, manager, organisation=beekstad, actor=alice, at=now):
        return name_line_manager(person, organisation, manager, actor=actor, now=at)

    return named


def test_who_leads_is_known_from_the_day_on_and_what_was_stays(
    name, beekstad, bob, chief, alice, now
):
    name(bob, chief)
    assert line_manager_of(bob, beekstad, TODAY) == chief
    assert line_manager_of(bob, beekstad, TODAY - DAY) is None
    assert people_led_by(chief, beekstad, TODAY) == [bob]

    name(bob, alice, at=now + DAY)
    assert line_manager_of(bob, beekstad, TODAY) == chief
    assert line_manager_of(bob, beekstad, TODAY + DAY) == alice
    assert people_led_by(chief, beekstad, TODAY + DAY) == []

    name(bob, None, at=now + 2 * DAY)
    assert line_manager_of(bob, beekstad, TODAY + 2 * DAY) is None
    assert [
        (one.data["before"], one.data["manager"])
        for one in AuditEntry.objects.filter(
            action="organisations.line_manager_named"
        ).order_by("pk")
    ] == [
        (None, str(chief.uuid)),
        (str(chief.uuid), str(alice.uuid)),
        (str(alice.uuid), None),
    ]


def test_saying_it_again_changes_nothing(name, bob, chief):
    assert name(bob, chief) == name(bob, chief)
    assert LineManager.objects.count() == 1
    assert AuditEntry.objects.filter(action__contains="line_manager").count() == 1
    assert name(chief, None) is None


def test_twice_on_a_day_leaves_the_last(name, beekstad, bob, chief, alice):
    name(bob, chief)
    name(bob, alice)
    assert line_manager_of(bob, beekstad, TODAY) == alice


@pytest.mark.parametrize("ended", ["manager's place", "manager's account"])
def test_who_has_left_leads_nobody(name, beekstad, bob, chief, ended):
    name(bob, chief)
    if ended == "manager's place":
        Membership.objects.filter(user=chief).update(ends_on=TODAY + DAY)
        assert line_manager_of(bob, beekstad, TODAY) == chief
    else:
        User.objects.filter(pk=chief.pk).update(is_active=False)
    assert line_manager_of(bob, beekstad, TODAY + DAY) is None
    assert people_led_by(chief, beekstad, TODAY + DAY) == []


def test_who_has_left_is_led_by_nobody(name, beekstad, bob, chief):
    name(bob, chief)
    Membership.objects.filter(user=bob).update(ends_on=TODAY + DAY)
    assert people_led_by(chief, beekstad, TODAY + DAY) == []


def test_a_department_has_the_line_managers_of_its_employer(
    name, beekstad, valmont, bob, chief
):
    desk = make_department(beekstad, "desk", "Front desk")
    name(bob, chief, organisation=desk)
    assert LineManager.objects.get().place == beekstad
    assert line_manager_of(bob, desk, TODAY) == chief
    assert managers_at([desk, valmont], bob, TODAY) == {desk.pk: chief}
    assert managers_at([desk], chief, TODAY) == {}


def refused(name, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as error:
        name(*args, **kwargs)
    return error.value.code


def test_nobody_is_named_who_is_not_there(name, valmont, bob, chief, charlie):
    assert refused(name, bob, charlie) == "stranger"
    assert refused(name, charlie, chief) == "stranger"
    assert refused(name, bob, bob) == "self"


def test_nobody_says_it_who_does_not_coordinate_there(name, bob, chief, charlie):
    for actor in (bob, chief, charlie):
        assert refused(name, bob, chief, actor=actor) == "not_allowed"


def test_nobody_is_led_by_those_they_lead(name, beekstad, bob, chief, alice):
    name(bob, chief)
    name(chief, alice)
    assert refused(name, alice, bob) == "circle"
    assert refused(name, chief, bob) == "circle"
    # Whoever led them before is no circle.
    name(bob, alice)
    name(chief, bob)


def test_as_many_queries_for_thirty_as_for_one(name, beekstad, chief):
    def queries(people):
        with CaptureQueriesContext(connection) as found:
            led = line_managers([one.pk for one in people], TODAY)
        assert len(led) == len(people)
        return len(found)

    people = [make_member(beekstad) for _ in range(30)]
    for one in people:
        name(one, chief)
    assert queries(people[:1]) == queries(people)
    assert line_managers([], TODAY) == {}


def test_a_colleague_is_known_by_address_or_name(beekstad, valmont, bob, charlie):
    assert colleague_named(bob.email.upper(), beekstad, TODAY) == bob
    assert colleague_named(bob.printed_name, beekstad, TODAY) == bob
    for text in (charlie.email, charlie.printed_name, "nobody@x.example", "Nobody"):
        with pytest.raises(DomainError) as error:
            colleague_named(text, beekstad, TODAY)
        assert error.value.code == "nobody"
    make_member(beekstad, name=bob.printed_name)
    with pytest.raises(DomainError) as error:
        colleague_named(bob.printed_name, beekstad, TODAY)
    assert error.value.code == "several"


def test_two_accounts_of_one_person_have_one_line_manager(
    name, beekstad, bob, chief, alice, now
):
    twin = make_member(beekstad)
    led, both = make_member(beekstad), make_member(beekstad)
    name(bob, chief)
    name(twin, alice)
    name(led, twin)
    name(both, bob)
    root = User.objects.create_superuser("root@relay.example", printed_name="Root")

    merge_accounts(kept=bob, merged=twin, actor=root, now=now)

    assert line_manager_of(bob, beekstad, TODAY) == chief
    assert set(people_led_by(bob, beekstad, TODAY)) == {led, both}
    assert not LineManager.objects.filter(person=twin).exists()
    assert not LineManager.objects.filter(manager=twin).exists()


@pytest.mark.parametrize("is_led", [True, False])
def test_nobody_leads_themselves_after_a_merge(name, beekstad, bob, now, is_led):
    twin = make_member(beekstad, role=Role.LEARNER)
    name(*((bob, twin) if is_led else (twin, bob)))
    root = User.objects.create_superuser("root@relay.example", printed_name="Root")
    merge_accounts(kept=bob, merged=twin, actor=root, now=now)
    assert not LineManager.objects.exists()


@pytest.fixture
def desk(beekstad):
    return make_department(beekstad, "desk", "Front desk")


def test_a_place_has_a_line_manager_for_all_of_whom_nothing_else_is_said(
    name, beekstad, desk, alice, chief, bob, now
):
    head, one, other = (make_member(desk) for _ in range(3))
    name_manager_of_place(beekstad, alice, actor=alice, now=now)
    name_manager_of_place(desk, head, actor=alice, now=now)
    name(other, chief)

    led = line_managers([p.pk for p in (bob, head, one, other, alice)], TODAY)
    assert led == {
        (bob.pk, beekstad.pk): alice,
        # Whoever leads a place is led by the one of the place above.
        (head.pk, beekstad.pk): alice,
        (one.pk, beekstad.pk): head,
        (other.pk, beekstad.pk): chief,
    }
    assert line_managers([one.pk], TODAY - DAY) == {}
    assert managers_of_places(beekstad, TODAY) == {beekstad.pk: alice, desk.pk: head}

    head.memberships.update(ends_on=TODAY)
    assert line_manager_of(one, desk, TODAY) == alice
    assert managers_of_places(beekstad, TODAY) == {beekstad.pk: alice}

    name_manager_of_place(beekstad, None, actor=alice, now=now)
    assert line_manager_of(one, desk, TODAY) is None


def test_who_moves_has_the_line_manager_of_the_new_place(beekstad, desk, alice, now):
    front, back = make_member(desk), make_member(desk)
    hall = make_department(beekstad, "hall", "Hall")
    name_manager_of_place(desk, front, actor=alice, now=now)
    name_manager_of_place(hall, alice, actor=alice, now=now)
    assert line_manager_of(back, desk, TODAY) == front
    back.memberships.update(ends_on=TODAY + DAY)
    Membership.objects.create(user=back, organisation=hall, starts_on=TODAY + DAY)
    assert line_manager_of(back, desk, TODAY) == front
    assert line_manager_of(back, hall, TODAY + DAY) == alice


def test_another_employer_below_has_its_own(beekstad, valmont, charlie, alice, now):
    valmont.parent, valmont.path = beekstad, f"{beekstad.path}{valmont.pk}/"
    valmont.save()
    name_manager_of_place(beekstad, alice, actor=alice, now=now)
    assert line_manager_of(charlie, valmont, TODAY) is None
    assert managers_of_places(valmont, TODAY) == {}


def test_a_place_is_led_by_somebody_of_it_and_said_by_who_coordinates(
    beekstad, desk, alice, bob, charlie, now
):
    for manager, actor, code in (
        (charlie, alice, "stranger"),
        (bob, bob, "not_allowed"),
        (bob, charlie, "not_allowed"),
    ):
        with pytest.raises(DomainError) as error:
            name_manager_of_place(desk, manager, actor=actor, now=now)
        assert error.value.code == code
