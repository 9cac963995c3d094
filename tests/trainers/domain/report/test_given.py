"""Who had which part in what was held."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.delivery import first_day, held, hold, make_group
from tests.factories.given import (
    first_group_days,
    give_group,
    give_session,
    make_trainer,
)
from tests.factories.trainers import make_accredited, make_programme
from trainers.domain.delivery.ending import stop_group
from trainers.domain.delivery.meetings import record_meeting
from trainers.domain.report.given import Part, parts_of
from trainers.enums import StopReason

pytestmark = pytest.mark.django_db


@pytest.fixture
def robert(world, now):
    """Bob of Beekstad is accredited as well."""
    make_accredited(
        world.bob, world.programme, world.employer, now=now - timedelta(days=800)
    )
    return world.bob


@pytest.fixture
def nele(world, now):
    return make_trainer(world, "Nele Nijs", trained=now - timedelta(days=100))


def parts(now, *people) -> list[Part]:
    """Those of some, which are the same where all are read."""
    day = timezone.localdate(now)
    keys = {one.pk for one in people}
    found = [one for one in parts_of(keys, day, today=day) if one.key[0] in keys]
    everybody = [one for one in parts_of(None, day, today=day) if one.key[0] in keys]
    assert sorted(found, key=str) == sorted(everybody, key=str)
    return found


def test_the_first_day_is_that_of_the_first_meeting_of_a_group_of_theirs(
    world, robert, now
):
    assert first_group_days(world.programme, now) == {}
    group = make_group(world, now=now, co_facilitators=(robert,))
    hold(world, group, 2, 3, now=now)
    # Bob stood in once: that makes it no group of his.
    record_meeting(
        group, held(world, 1, now=now, led_by=robert), actor=world.lieve, now=now
    )
    other = make_group(world, now=now, lead=world.ada)
    record_meeting(
        other, held(world, 1, now=now, led_by=world.ada), actor=world.ada, now=now
    )
    stop_group(other, reason=StopReason.TOO_FEW, actor=world.ada, now=now)
    never = make_group(world, now=now, lead=world.amir)
    record_meeting(
        never, held(world, 1, now=now, led_by=world.amir), actor=world.amir, now=now
    )
    stop_group(never, reason=StopReason.MISTAKE, actor=world.amir, now=now)
    make_group(world, now=now, lead=robert)
    elsewhere = make_programme(world.owner_body, code="elsewhere")
    assert first_group_days(world.programme, now) == {
        world.lieve.pk: first_day(now) + timedelta(weeks=1),
        world.ada.pk: first_day(now),
    }
    assert first_group_days(elsewhere, now) == {}


def test_whoever_led_a_later_block_stood_beside_the_lead(world, nele, now):
    day = timezone.localdate(now)
    days = [day - timedelta(days=number) for number in (9, 8)]
    give_session(nele, *days, came=3, held_by=world.lieve)
    (led,) = parts(now, nele.person)
    assert (led.led.began, led.led.people, led.last) == (days[0], 3, days[1])
    (beside,) = parts(now, world.lieve)
    assert (beside.led, beside.last) == (None, days[1])


def test_whoever_stood_beside_and_led_a_block_has_one_part(world, nele, now):
    day = timezone.localdate(now) - timedelta(days=9)
    give_session(
        nele,
        day,
        day + timedelta(days=1),
        held_by=world.lieve,
        beside=world.lieve,
    )
    assert len(parts(now, world.lieve)) == 1


def test_what_was_over_before_somebody_joined_is_not_theirs(world, nele, now):
    day = timezone.localdate(now)
    group = give_group(nele, day - timedelta(days=30), beside=world.lieve)
    assert len(parts(now, world.lieve)) == 1
    theirs = group.facilitators.filter(person=world.lieve)
    theirs.update(joined_on=day - timedelta(days=29))
    assert parts(now, world.lieve) == []
