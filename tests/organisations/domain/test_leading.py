"""Whom somebody leads, and who led them, as the page of a person tells it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.domain.leading import leads_of, named_changes
from organisations.domain.line_managers import (
    name_line_manager,
    name_manager_of_place,
)
from organisations.enums import Level, Role
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)


def department(above, code):
    found = OrganisationFactory(name=code.title(), code=code, level=Level.DEPARTMENT)
    found.parent, found.path = above, f"{above.path}{found.pk}/"
    found.save()
    return found


def member(place, **said):
    user = UserFactory(**said)
    MembershipFactory(user=user, organisation=place)
    return user


@pytest.fixture
def desk(beekstad):
    return department(beekstad, "desk")


@pytest.fixture
def today():
    return timezone.localdate()


def test_names_are_those_of_the_organisation_that_looks(
    beekstad, desk, alice, bob, today
):
    there = member(beekstad, printed_name="Hidden elsewhere")
    here = member(desk, printed_name="At the desk")
    for one in (there, here):
        name_line_manager(one, beekstad, bob, actor=alice, now=timezone.now())

    of_desk = leads_of(bob, desk, today)
    assert (of_desk.people, of_desk.elsewhere) == ([here], 1)
    of_all = leads_of(bob, beekstad, today)
    assert (set(of_all.people), of_all.elsewhere) == ({here, there}, 0)
    assert not leads_of(here, beekstad, today)


def test_a_place_counts_whom_nobody_else_leads(beekstad, desk, alice, bob, today):
    counter = department(desk, "counter")
    for place in (beekstad, desk, desk, counter):
        member(place)
    led_otherwise = member(desk)
    now = timezone.now()
    name_manager_of_place(beekstad, bob, actor=alice, now=now)
    name_manager_of_place(desk, alice, actor=alice, now=now)
    name_line_manager(led_otherwise, beekstad, bob, actor=alice, now=now)

    # Alice leads the two at the desk and the one at its counter.
    assert leads_of(alice, beekstad, today).places == [(desk, 3)]
    # Bob leads the one of Beekstad itself, not himself.
    assert leads_of(bob, beekstad, today).places == [(beekstad, 1)]
    # Whoever looks after the desk learns no figure of all Beekstad.
    assert leads_of(bob, desk, today).places == [(beekstad, None)]


def test_whose_own_line_manager_has_left_is_led_as_one_of_the_place(
    beekstad, desk, alice, bob, today
):
    gone, one = member(beekstad), member(desk)
    now = timezone.now()
    name_line_manager(one, beekstad, gone, actor=alice, now=now)
    name_manager_of_place(desk, bob, actor=alice, now=now)
    assert leads_of(bob, desk, today).places == [(desk, 0)]

    gone.memberships.update(ends_on=today)

    assert leads_of(bob, desk, today).places == [(desk, 1)]


def test_the_page_tells_who_was_named_by_whom_and_when(
    client, beekstad, alice, bob, charlie
):
    chief = member(beekstad, printed_name="Chief")
    now = timezone.now()
    for manager in (chief, alice, None):
        name_line_manager(bob, beekstad, manager, actor=alice, now=now)
    assert [(one.manager, one.before) for one in named_changes(bob, beekstad)] == [
        (None, alice),
        (alice, chief),
        (chief, None),
    ]
    page = reverse(
        "organisations:person", kwargs={"code": "beekstad", "uuid": bob.uuid}
    )
    client.force_login(alice)
    text = " ".join(client.get(page).content.decode().split())

    assert text.count("line manager named: Chief") == 1
    assert f"line manager named: {alice}, instead of Chief" in text
    assert f"line manager no longer named: {alice}" in text
    for stranger in (bob, charlie):
        client.force_login(stranger)
        assert client.get(page).status_code == 404


def test_another_employer_reads_nothing_of_it(beekstad, valmont, alice, bob, charlie):
    chief = member(beekstad)
    MembershipFactory(user=bob, organisation=valmont)
    name_line_manager(bob, beekstad, chief, actor=alice, now=timezone.now())

    assert named_changes(bob, valmont) == []
    assert not leads_of(chief, valmont, timezone.localdate())


def test_the_page_asks_as_much_for_thirty_as_for_one(client, beekstad, alice, bob):
    MembershipFactory(user=bob, organisation=beekstad, role=Role.TRAINER)
    page = reverse(
        "organisations:person", kwargs={"code": "beekstad", "uuid": bob.uuid}
    )
    client.force_login(alice)

    def queries(count: int) -> int:
        for _number in range(count):
            led = member(beekstad)
            now = timezone.now()
            name_line_manager(led, beekstad, bob, actor=alice, now=now)
            name_line_manager(bob, beekstad, alice, actor=alice, now=now)
            name_line_manager(bob, beekstad, None, actor=alice, now=now)
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    assert queries(1) == queries(29)
