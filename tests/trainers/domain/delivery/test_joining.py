"""Since when somebody is a trainer of a group, and what counts for them because of it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from lms.merging import Merge, carry_over
from tests.factories.delivery import first_day, held, hold, make_group
from tests.factories.given import first_group_days
from tests.factories.trainers import Way, at, make_accredited, make_person
from trainers.domain.delivery.ending import finish_group
from trainers.domain.delivery.groups import change_group
from trainers.domain.delivery.meetings import record_meeting
from trainers.domain.delivery.offering import offered_to
from trainers.domain.delivery.plans import plan_of
from trainers.enums import State

pytestmark = pytest.mark.django_db


def since(group, person):
    return group.facilitators.get(person=person).joined_on


def changed(world, group, now, **changes):
    plan = replace(plan_of(group), **changes)
    return change_group(group, plan, actor=world.lieve, now=now)


def test_who_begins_a_group_is_its_trainer_from_the_first_day(world, now):
    group = make_group(world, now=now, co_facilitators=(world.ada,))
    assert since(group, world.lieve) == since(group, world.ada) == first_day(now)
    today = timezone.localdate(now)
    to_come = make_group(world, now=now, starts_on=today + timedelta(days=9))
    # Should it meet earlier, it counts.
    assert since(to_come, world.lieve) == today


def test_who_joins_later_is_one_from_that_day_and_stays_so_in_another_part(world, now):
    group = make_group(world, now=now)
    later = now + timedelta(days=1)
    changed(world, group, later, co_facilitators=(world.ada,))
    assert since(group, world.lieve) == first_day(now)
    assert since(group, world.ada) == timezone.localdate(later)
    changed(
        world,
        group,
        later + timedelta(days=1),
        lead=world.ada,
        co_facilitators=(world.lieve,),
    )
    assert since(group, world.ada) == timezone.localdate(later)
    # Who left and comes back begins anew.
    changed(world, group, later, co_facilitators=())
    changed(world, group, later + timedelta(days=5), co_facilitators=(world.lieve,))
    assert since(group, world.lieve) == timezone.localdate(later + timedelta(days=5))


def test_an_earlier_first_day_is_one_for_those_who_began_it(world, now):
    group = make_group(world, now=now)
    changed(world, group, now, co_facilitators=(world.ada,))
    early = first_day(now) - timedelta(days=7)
    changed(world, group, now, starts_on=early)
    assert since(group, world.lieve) == early
    assert since(group, world.ada) == timezone.localdate(now)


@pytest.fixture
def taken_over(world, now):
    """Eight meetings that Lieve led, and two since Ada has taken the group over."""
    group = make_group(world, now=now)
    hold(world, group, *range(1, 8), now=now)
    today = timezone.localdate(now)
    # Written down by whoever wanted it to be hers.
    change_group(
        group,
        replace(plan_of(group), lead=world.ada, co_facilitators=(world.lieve,)),
        actor=world.lieve,
        now=now - timedelta(days=7),
    )
    for number, day in (
        (8, first_day(now) + timedelta(weeks=7)),
        (9, today - timedelta(days=7)),
        (10, today),
    ):
        meeting = held(world, number, now=now, on_day=day, led_by=world.ada)
        record_meeting(group, meeting, actor=world.ada, now=now)
    return group


def test_no_meeting_before_somebody_was_its_trainer_counts_for_them(
    world, taken_over, now
):
    day = timezone.localdate(now) - timedelta(days=7)
    assert first_group_days(world.programme, now) == {world.ada.pk: day}
    group = finish_group(taken_over, actor=world.ada, now=now)
    offered = offered_to(world.ada, group)
    assert (offered.hours, offered.is_whole_group) == (Decimal("4.0"), False)


def test_who_stood_beside_the_lead_at_the_end_alone_did_not_do_a_whole_group(
    world, now
):
    Way(world, at(now, -100, 12)).to(State.PROVISIONAL)
    group = make_group(world, now=now)
    hold(world, group, *range(1, 8), now=now)
    changed(world, group, now, co_facilitators=(world.bob,))
    today = timezone.localdate(now)
    meeting = held(world, 8, now=now, on_day=today)
    record_meeting(group, meeting, actor=world.lieve, now=now)
    group = finish_group(group, actor=world.lieve, now=now)
    offered = offered_to(world.bob, group)
    assert (offered.hours, offered.is_whole_group) == (Decimal("2.0"), False)


def test_a_meeting_to_which_nobody_came_begins_no_group(world, now):
    group = make_group(world, now=now)
    hold(world, group, 1, now=now, head_count=0, smiles=None)
    assert first_group_days(world.programme, now) == {}
    hold(world, group, 2, now=now)
    assert first_group_days(world.programme, now) == {
        world.lieve.pk: first_day(now) + timedelta(weeks=1)
    }


@pytest.mark.parametrize("is_kept_first", [True, False])
def test_of_two_accounts_the_earlier_day_stays(world, now, is_kept_first):
    group = make_group(world, now=now)
    twin = make_person("Godelieve Peeters", world.owner_body)
    make_accredited(
        twin, world.programme, world.owner_body, now=now - timedelta(days=500)
    )
    changed(world, group, now, co_facilitators=(twin,))
    kept, other = (world.lieve, twin) if is_kept_first else (twin, world.lieve)
    carry_over(Merge(kept=kept, merged=other, actor=None, now=now))
    assert group.facilitators.get().person == kept
    assert since(group, kept) == first_day(now)
