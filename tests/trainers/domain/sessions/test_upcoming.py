"""What of training sessions comes next for somebody."""

from datetime import timedelta

import pytest

from tests.factories.attendance import blocks, make_day
from tests.factories.trainers import at, make_session
from trainers.domain.sessions.planning import cancel_session
from trainers.domain.sessions.registering import cancel_registration, sign_up
from trainers.domain.sessions.upcoming import upcoming_of
from trainers.enums import SessionState
from trainers.models import TrainingSession

pytestmark = pytest.mark.django_db


def test_the_blocks_of_ones_sessions_come_in_their_order(world, now):
    later = make_day(world, world.bob, now=now, days=(40,))
    sooner = make_day(world, world.bob, now=now, days=(3, 60))
    found = upcoming_of(world.bob, now=now)
    assert [one.session for one in found] == [sooner.uuid, later.uuid, sooner.uuid]
    assert [one.starts_at for one in found] == [
        at(now, 3, 9),
        at(now, 40, 9),
        at(now, 60, 9),
    ]
    assert not any(one.trains or one.waits or one.is_today for one in found)
    assert len(upcoming_of(world.bob, now=now, most=2)) == 2


def test_a_block_stays_until_it_is_over(world, now):
    session = make_day(world, world.bob, now=now)
    block = blocks(session)[0]
    before = block.starts_at - timedelta(minutes=31)
    for moment, at_hand in (
        (before, False),
        (before + timedelta(minutes=1), True),
        (block.ends_at - timedelta(minutes=1), True),
    ):
        (one,) = upcoming_of(world.bob, now=moment)
        assert (one.is_today, one.is_at_hand) == (True, at_hand)
    assert upcoming_of(world.bob, now=block.ends_at) == []


def test_who_waits_reads_no_link_and_who_trains_does(world, now):
    session = make_day(
        world, world.alice, now=now, capacity=1, link="https://meet.example/1"
    )
    sign_up(session, world.bob, actor=world.bob, now=now)
    (waits,) = upcoming_of(world.bob, now=now)
    (comes,) = upcoming_of(world.alice, now=now)
    (trains,) = upcoming_of(world.lieve, now=now)
    assert (waits.waits, waits.link) == (True, "")
    assert (comes.waits, comes.link) == (False, session.link)
    assert (trains.trains, trains.link) == (True, session.link)


def test_what_is_cancelled_a_draft_or_of_others_is_not_there(world, now, charlie):
    session = make_day(world, world.bob, now=now)
    make_session(world, now=now, is_published=False, days=(5,))
    assert upcoming_of(charlie, now=now) == []
    cancel_registration(session.registrations.get(), actor=world.bob, now=now)
    assert upcoming_of(world.bob, now=now) == []
    assert len(upcoming_of(world.lieve, now=now)) == 1
    cancel_session(session, actor=world.olga, now=now)
    assert upcoming_of(world.lieve, now=now) == []


def test_a_blocked_one_says_so(world, now):
    session = make_day(world, world.bob, now=now)
    TrainingSession.objects.filter(pk=session.pk).update(state=SessionState.BLOCKED)
    (one,) = upcoming_of(world.bob, now=now)
    assert one.is_blocked


def test_one_query(world, now, django_assert_num_queries):
    for day in range(3, 9):
        make_day(world, world.bob, now=now, days=(day,))
    with django_assert_num_queries(1):
        assert len(upcoming_of(world.bob, now=now, most=6)) == 6
