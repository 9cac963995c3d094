"""A person with two employers: what one asks is between the two of them, and what is
asked of a function is asked where it is held."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from organisations.enums import Role
from organisations.models import Membership
from tests.factories import tracking as factories
from tests.factories.certified_editions import make_delta
from tests.factories.organisations import OrganisationFactory
from tests.factories.reminders import NOW, TODAY, make_asked, oblige, run
from tracking.domain.coverage import Narrowing
from tracking.domain.reminders.addresses import without_working_address
from tracking.domain.reminders.by_hand import remind_now, to_remind
from tracking.domain.reminders.forecast import forecast
from tracking.domain.reminders.plans import DEFAULT, set_schedule
from tracking.domain.reminders.waiting import send_waiting
from tracking.models import Reminder


@pytest.fixture
def zone(beekstad):
    """An employer below the body that asks."""
    return OrganisationFactory(name="Zone", code="zone", parent=beekstad)


@pytest.fixture
def hospital(beekstad):
    """Another one; its people work in a part of it."""
    return OrganisationFactory(name="Hospital", code="hospital", parent=beekstad)


@pytest.fixture
def ward(hospital):
    return factories.make_department(hospital, "ward", "Ward")


def works_at(user, organisation, function=""):
    Membership.objects.update_or_create(
        user=user,
        organisation=organisation,
        defaults={
            "role": Role.LEARNER,
            "starts_on": date(2025, 1, 1),
            "function": function,
        },
    )


@pytest.fixture
def ann(requirement, zone, ward):
    """Works at the zone and in the ward; the body above both asks."""
    user, _one = make_asked(requirement, name="Ann", days=7, place=zone)
    works_at(user, ward)
    return user


def places() -> list[str]:
    return [one.place.name for one in Reminder.objects.order_by("pk")]


def test_a_reminder_by_hand_is_from_where_it_was_pressed(
    requirement, course, ann, zone, ward, alice
):
    """Also while the other employer pauses."""
    paused = replace(DEFAULT, paused_until=TODAY + timedelta(days=9))
    set_schedule(ward, paused, actor=alice, now=NOW)
    with time_machine.travel(NOW, tick=False):
        assert [one.name for one in to_remind(zone, course, Narrowing(), now=NOW)] == [
            "Ann"
        ]
        remind_now(zone, course, Narrowing(), chosen=None, actor=alice, now=NOW)

    assert places() == ["Zone"]
    (letter,) = mail.outbox
    assert "part of your work at Zone." in letter.body


def test_who_has_left_there_meanwhile_is_reminded_from_the_other(
    requirement, course, ann, zone, alice
):
    night = NOW + timedelta(hours=11)
    with time_machine.travel(night, tick=False):
        remind_now(zone, course, Narrowing(), chosen=None, actor=alice, now=night)
    Membership.objects.filter(user=ann, organisation=zone).update(ends_on=TODAY)

    assert send_waiting(clock=lambda: NOW + timedelta(days=1)) == 1
    assert "part of your work at Ward." in mail.outbox[0].body


def test_a_function_is_held_where_it_is_asked(beekstad, course, zone, ward, alice):
    drivers = factories.make_requirement(beekstad, course, function="Driver")
    paused = replace(DEFAULT, paused_until=TODAY + timedelta(days=9))
    set_schedule(ward, paused, actor=alice, now=NOW)
    user, _one = make_asked(drivers, name="Ann", days=7, place=zone)
    works_at(user, zone, "DRIVER")
    works_at(user, ward, "Nurse")

    assert forecast(zone, now=NOW).people == 1
    assert forecast(ward, now=NOW).people == 0
    with time_machine.travel(NOW, tick=False):
        assert to_remind(ward, course, Narrowing(), now=NOW) == []
        assert len(to_remind(zone, course, Narrowing(), now=NOW)) == 1
    run()
    assert places() == ["Zone"]


def test_who_has_given_the_function_up_is_left_in_peace(beekstad, course, zone):
    drivers = factories.make_requirement(beekstad, course, function="driver")
    user, _one = make_asked(drivers, name="Ann", days=7, place=zone)
    works_at(user, zone, "clerk")
    run()
    assert places() == []


def test_an_employer_lists_no_address_for_what_another_asks(
    beekstad, course, zone, hospital, ward
):
    asked = factories.make_requirement(ward, course)
    user, _one = make_asked(asked, name="Ann", days=7, place=ward, email=None)
    works_at(user, zone)

    def names(organisation):
        return [str(one) for one in without_working_address(organisation, TODAY)]

    assert names(zone) == []
    assert names(ward) == names(hospital) == ["Ann"]
    # Nor does the body above both: it reads no names.
    assert names(beekstad) == []


def test_nor_for_what_is_asked_of_a_function_held_elsewhere(
    beekstad, course, zone, ward
):
    drivers = factories.make_requirement(beekstad, course, function="Driver")
    user, _one = make_asked(drivers, name="Ann", days=7, place=zone, email=None)
    works_at(user, zone, "driver")
    works_at(user, ward, "nurse")

    assert without_working_address(ward, TODAY) == []
    assert without_working_address(zone, TODAY) == [user]


def test_one_digest_for_two_employers_names_both(course, zone, ward):
    one = factories.make_requirement(zone, course)
    other = factories.make_requirement(ward, make_delta(course, code="other"))
    user, _asked = make_asked(one, name="Ann", days=7, place=zone)
    works_at(user, ward)
    oblige(other, user, days=7)

    run()

    assert places() == ["Zone", "Ward"]
    (letter,) = mail.outbox
    assert "part of your work at Zone, Ward." in letter.body
