"""Who sees which requests for training, and what a plan rests on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories.requests import needs
from tests.factories.trainers import make_accredited, make_person, make_programme
from trainers.domain import suspending
from trainers.domain.requests import asking
from trainers.domain.requests.catalogue import FRONTLINE
from trainers.domain.requests.reading import (
    facts_for,
    handles_requests,
    programmes_in_plans,
    requests_for,
    requests_of_mine,
    requests_to_handle,
)
from trainers.enums import (
    SuspensionReason,
)
from trainers.models import Accreditation

pytestmark = pytest.mark.django_db


def test_who_sees_what(world, asked, unnamed, charlie, now, today):
    seen = {
        name: set(requests_for(getattr(world, name), today))
        for name in ("alice", "bob", "olga", "lieve")
    }
    assert seen == {
        "alice": {asked, unnamed},
        "bob": set(),
        "olga": {asked, unnamed},
        "lieve": {asked},
    }
    assert not requests_for(charlie, today).exists()
    assert set(requests_of_mine(world.alice)) == {asked, unnamed}
    assert not requests_to_handle(world.alice, today).exists()
    assert not handles_requests(world.alice, today)
    assert handles_requests(world.lieve, today)


def test_nobody_without_an_account_and_every_administrator_sees_them(
    world, asked, unnamed, today
):
    for rows in (requests_for, requests_to_handle):
        assert not rows(AnonymousUser(), today).exists()
    world.bob.is_superuser = True
    world.bob.save(update_fields=["is_superuser"])
    for rows in (requests_for, requests_to_handle):
        assert set(rows(world.bob, today)) == {asked, unnamed}
    assert handles_requests(world.bob, today)


def test_trainers_see_what_is_open_and_what_they_took_up(world, asked, now, today):
    asking.take_up(asked, actor=world.lieve, now=now)
    assert set(requests_for(world.lieve, today)) == {asked}
    assert set(requests_for(world.ada, today)) == set()
    assert set(requests_for(world.olga, today)) == {asked}


def test_who_is_suspended_sees_and_handles_nothing_new(world, asked, now, today):
    accreditation = Accreditation.objects.get(person=world.lieve)
    suspending.begin_suspension(
        accreditation,
        reason=SuspensionReason.SAFETY,
        is_interim=True,
        review_on=None,
        actor=world.olga,
        now=now,
    )
    assert not requests_for(world.lieve, today).exists()
    assert not asking.may_handle(world.lieve, asked, now)


def test_facts_are_who_may_lead_from_the_first_day_to_the_last(world, valmont, now):
    programme = make_programme(world.owner_body, code=FRONTLINE)
    period = needs()
    for number, until in enumerate((period.ends_on, period.starts_on)):
        person = make_person(f"Trainer{number} Claes", valmont)
        make_accredited(person, programme, valmont, now=now, until=until)
    known = facts_for(period, ("nl",), programmes_in_plans())
    assert known.accredited == {(FRONTLINE, "nl"): 1}
    assert known.regime == ("nl",)
    late = replace(period, ends_on=period.ends_on + timedelta(days=1))
    assert facts_for(late, (), [programme]).accredited == {(FRONTLINE, "nl"): 0}
