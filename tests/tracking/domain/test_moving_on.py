"""Who changes employer keeps what they earned; each employer sees its own time alone."""

from datetime import date, timedelta

import pytest
import time_machine

from organisations.domain.invitations.accepting import (
    accept_invitation,
)
from organisations.domain.invitations.making import (
    invite,
)
from organisations.domain.memberships import end_membership
from organisations.models import Membership, Sector
from tests.factories import tracking as factories
from tests.factories.organisations import token_to
from tracking.domain.coverage import Narrowing, people_of
from tracking.domain.obligations import sweep
from tracking.enums import Standing

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def today(now) -> date:
    return now.date()


@pytest.fixture
def asked(small_course, beekstad, valmont, bob, today):
    for organisation in (beekstad, valmont):
        factories.make_requirement(organisation, small_course.course)
    factories.make_certificate(bob, small_course.course, today - 30 * DAY)
    sweep(factories.noon(today - 20 * DAY))
    return small_course.course


def seen(organisation, course, day):
    people = people_of(organisation, course, day, Narrowing())
    return {row.name: row.standing for row in people}


def test_each_sees_its_own_time_and_what_was_earned_goes_along(
    asked,
    bob,
    alice,
    charlie,
    beekstad,
    valmont,
    today,
    now,
    django_capture_on_commit_callbacks,
):
    name = bob.printed_name
    with django_capture_on_commit_callbacks(execute=True):
        end_membership(Membership.objects.get(user=bob), actor=alice, now=now)
        invite(
            valmont,
            email=bob.email,
            sector=Sector.objects.get(pk="POL"),
            language="fr",
            actor=charlie,
            now=now,
        )
    sweep(now)
    # The old one: nothing from the day on which it ended, its own time as it was.
    assert name not in seen(beekstad, asked, today)
    assert seen(beekstad, asked, today - 10 * DAY)[name] == Standing.COVERED
    # The new one: nothing before the person has said yes.
    assert name not in seen(valmont, asked, today)

    with django_capture_on_commit_callbacks(execute=True):
        accept_invitation(
            token_to(bob.email),
            printed_name=name,
            sector=Sector.objects.get(pk="POL"),
            language="fr",
            now=now,
        )
    sweep(now)

    assert seen(valmont, asked, today)[name] == Standing.COVERED
    assert name not in seen(valmont, asked, today - 10 * DAY)
    assert name not in seen(beekstad, asked, today)
    assert bob.certificates.count() == 1
