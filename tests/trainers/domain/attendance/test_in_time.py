"""What is begun, moved, cancelled or long over while attendance is taken."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from lms.errors import DomainError
from tests.factories.attendance import after, blocks, during, make_day, mark, said
from tests.factories.trainers import at
from trainers.domain.attendance import blocks as held_blocks
from trainers.domain.attendance import checking_in, following, weighing
from trainers.domain.attendance.codes import token_at
from trainers.domain.attendance.marks import take
from trainers.domain.attendance.walk_ins import claim_by_badge, let_in
from trainers.domain.sessions.planning import cancel_session, change_session
from trainers.domain.sessions.plans import PlannedBlock, plan_of
from trainers.enums import MarkSource, Presence
from trainers.models import Registration

pytestmark = pytest.mark.django_db


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as problem:
        act(*args, **kwargs)
    return problem.value.code


def change(world, session, now, **changes):
    return change_session(
        session, replace(plan_of(session), **changes), actor=world.olga, now=now
    )


def test_another_room_is_told_while_the_first_check_in(world, now):
    session = make_day(world, world.bob, now=now)
    early = blocks(session)[0].starts_at - timedelta(minutes=15)
    mark(session, world.bob, by=world.lieve, now=early)
    assert change(world, session, early, place="Library").place == "Library"


def test_a_block_with_attendance_is_not_moved_to_a_time_to_come(world, now):
    session = make_day(world, world.bob, now=now)
    block = blocks(session)[0]
    mark(session, world.bob, by=world.lieve, now=during(now))
    moved = PlannedBlock(at(now, 35, 9), at(now, 35, 12), key=block.uuid)
    assert refused(change, world, session, during(now), blocks=(moved,)) == "attended"


def test_who_all_checked_in_before_the_hour_are_weighed_as_it_was_held(world, now):
    """Also where the sweep that writes down who held it had not come by."""
    session = make_day(world, world.bob, now=now)
    early = blocks(session)[0].starts_at - timedelta(minutes=10)
    mark(session, world.bob, by=world.lieve, now=early)
    weighing.weigh_all(after(now))
    assert session.registrations.get().attended_at == blocks(session)[0].ends_at


@pytest.mark.parametrize(
    ("sweep", "fails"),
    [
        (held_blocks.hold_all_begun, "trainers.domain.attendance.blocks.hold_begun"),
        (weighing.weigh_all, "trainers.domain.attendance.weighing.weigh"),
        (claim_by_badge, "trainers.domain.attendance.walk_ins.claim"),
    ],
)
def test_one_that_fails_does_not_stop_the_others(
    world, now, monkeypatch, caplog, sweep, fails
):
    for days in ((30,), (31,)):
        session = make_day(world, world.bob, now=now, days=days)
        early = blocks(session)[0].starts_at - timedelta(minutes=10)
        mark(session, world.bob, by=world.lieve, now=early)
        Registration.objects.create(
            session=session,
            employer=world.employer,
            badge_number="77",
            state="coming",
            walked_in=True,
            asked_at=now,
            changed_at=now,
        )
    world.alice.memberships.update(badge_number="77")
    module, _dot, name = fails.rpartition(".")
    tried = []

    def broken(*args, **kwargs):
        tried.append(args)
        raise RuntimeError("broken")

    monkeypatch.setattr(f"{module}.{name}", broken)
    sweep(after(now, 31))
    assert len(tried) == 2
    assert "broken" in caplog.text


def test_what_follows_for_one_does_not_hang_on_another(world, now, monkeypatch):
    session = make_day(world, world.bob, world.alice, now=now)
    for person in (world.bob, world.alice):
        mark(session, person, by=world.lieve, now=during(now))
    follow, done = following.follow, []

    def broken_for_the_first(one, *, now):
        done.append(one.person)
        if len(done) == 1:
            raise RuntimeError("broken")
        return follow(one, now=now)

    monkeypatch.setattr(following, "follow", broken_for_the_first)
    weighing.weigh(session, now=after(now))
    assert len(done) == 2


def test_what_was_said_before_it_was_cancelled_counts_as_it_was_held(world, now):
    session = make_day(world, world.bob, now=now)
    block = blocks(session)[0]
    said_at = block.starts_at + timedelta(seconds=30)
    cancelled_at = block.starts_at + timedelta(minutes=1)
    cancel_session(session, actor=world.olga, now=cancelled_at)
    taken = take(
        session,
        [said(session.registrations.get(), block, said_at=said_at)],
        source=MarkSource.LIST,
        by=world.lieve,
        now=cancelled_at + timedelta(minutes=1),
    )
    assert not taken.refused
    block.refresh_from_db()
    assert (block.held_by, block.counts) == (world.lieve, True)


def test_who_checks_in_while_it_is_cancelled_reads_why_not(world, now):
    session = make_day(world, world.bob, now=now)
    block = blocks(session)[0]
    early = block.starts_at - timedelta(minutes=10)
    assert token_at(block, early)
    cancel_session(session, actor=world.olga, now=early)
    # What this process read before it was cancelled.
    assert (
        refused(
            checking_in.check_in,
            block,
            world.bob,
            read_at=early,
            now=early + timedelta(seconds=5),
        )
        == "closed"
    )


@pytest.mark.parametrize("days", [-20, 182])
def test_nobody_is_let_in_long_before_or_after(world, now, days):
    session = make_day(world, world.bob, now=now, capacity=1)
    moment = during(now) + timedelta(days=days)
    assert (
        refused(
            let_in,
            session,
            employer=world.employer,
            name="Jo",
            key=uuid.uuid4(),
            actor=world.lieve,
            now=moment,
        )
        == "closed"
    )
    assert session.registrations.count() == 1


def test_a_part_longer_than_what_is_left_of_a_block_is_the_whole_of_it(world, now):
    """A block that was made shorter after somebody was there for most of it."""
    session = make_day(world, world.bob, now=now)
    block = blocks(session)[0]
    mark(session, world.bob, Presence.PART, 200, by=world.lieve, now=during(now))
    block.refresh_from_db()
    block.ends_at = block.starts_at + timedelta(minutes=180)
    block.save()
    found = weighing.weighed(
        [block], session.registrations.get().attendance.all(), made_up=()
    )
    assert (found.total, found.missed) == (180, 0)
