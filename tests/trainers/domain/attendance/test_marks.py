"""What is marked is kept, once, whatever the order and however often it comes."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.models.audit import AppendOnlyError
from tests.factories.attendance import (
    after,
    blocks,
    during,
    make_day,
    mark,
    said,
)
from tests.factories.trainers import make_person
from trainers.domain.attendance.marks import Said, take
from trainers.domain.attendance.window import TAKEN_WITHIN
from trainers.domain.sessions.planning import cancel_session
from trainers.domain.sessions.registering import cancel_registration
from trainers.enums import MarkSource, Presence, RegistrationState
from trainers.models import Attendance, AttendanceMark, Registration

pytestmark = pytest.mark.django_db


def standing(session):
    """{(person, block): (presence, minutes)} as it stands."""
    rows = Attendance.objects.filter(registration__session=session)
    return {
        (row.registration_id, row.block_id): (row.presence, row.minutes) for row in rows
    }


def of(session, person) -> Registration:
    return session.registrations.get(person=person)


def send(session, *marks, world, now, **more):
    return take(session, marks, source=MarkSource.LIST, by=world.lieve, now=now, **more)


def test_what_is_sent_twice_is_kept_once(world, now):
    session = make_day(world, world.bob, now=now)
    one = said(of(session, world.bob), *blocks(session))
    for _again in range(3):
        taken = send(session, one, one, world=world, now=during(now))
        assert taken.kept == [one.uuid]
        assert not taken.refused
    assert AttendanceMark.objects.count() == 1
    assert Attendance.objects.count() == 1


# One person in two blocks, said by two trainers at ten moments: (which block, minute,
# what, minutes of a part).
SAID = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 9),
        st.sampled_from(Presence.values),
        st.integers(1, 209),
    ),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(SAID, st.data())
def test_whatever_order_they_come_in_the_last_that_was_said_counts(
    world_of_marks, marks, data
):
    world, session, now = world_of_marks
    # Nothing of the history before is there.
    with transaction.atomic():
        _send_in_any_order(world, session, marks, data, now=now)
        transaction.set_rollback(True)


def _send_in_any_order(world, session, marks, data, *, now):
    person = of(session, world.bob)
    two = blocks(session)
    start = two[1].starts_at
    size = len(marks)
    numbers = st.integers(1, 2**128 - 1)
    keys = data.draw(st.lists(numbers, min_size=size, max_size=size, unique=True))
    all_said = [
        Said(
            uuid.UUID(int=key),
            person.uuid,
            two[which].uuid,
            presence,
            minutes=minutes if presence == Presence.PART else None,
            said_at=start + timedelta(minutes=minute),
        )
        for key, (which, minute, presence, minutes) in zip(keys, marks, strict=True)
    ]
    # Each once or twice, in any order, in any number of goes.
    sent = data.draw(st.permutations(all_said + all_said[: len(all_said) // 2]))
    while sent:
        size = data.draw(st.integers(1, len(sent)))
        go, sent = sent[:size], sent[size:]
        taken = send(session, *go, world=world, now=after(now, 31))
        assert set(taken.kept) == {one.uuid for one in go}

    by_key = {one.uuid: one for one in all_said}
    assert AttendanceMark.objects.count() == len(by_key)
    for block in two:
        about = [one for one in by_key.values() if one.block == block.uuid]
        last = max(about, key=lambda one: (one.said_at, one.uuid), default=None)
        assert standing(session).get((person.pk, block.pk)) == (
            last and (last.presence, last.minutes)
        )


@pytest.fixture
def world_of_marks(world, now):
    return world, make_day(world, world.bob, now=now, days=(30, 31)), now


def test_a_clock_an_hour_ahead_is_put_right(world, now):
    """A phone that is an hour ahead says nothing after what was said later than it."""
    session = make_day(world, world.bob, now=now)
    person, block = of(session, world.bob), blocks(session)[0]
    at_ten = during(now)
    hour = timedelta(hours=1)
    send(
        session,
        said(person, block, Presence.AWAY, said_at=at_ten + hour),
        world=world,
        now=at_ten + timedelta(minutes=30),
        device_now=at_ten + timedelta(minutes=30) + hour,
    )
    send(
        session,
        said(person, block, said_at=at_ten + timedelta(minutes=5)),
        world=world,
        now=at_ten + timedelta(minutes=31),
        device_now=at_ten + timedelta(minutes=31),
    )
    assert standing(session) == {(person.pk, block.pk): (Presence.HERE, None)}


def test_nothing_is_said_after_it_has_come(world, now):
    session = make_day(world, world.bob, now=now)
    person, block = of(session, world.bob), blocks(session)[0]
    moment = during(now)
    send(
        session,
        said(person, block, said_at=moment + timedelta(days=400)),
        world=world,
        now=moment,
    )
    assert AttendanceMark.objects.get().said_at == moment


@pytest.mark.parametrize(
    ("presence", "minutes", "is_kept"),
    [
        (Presence.HERE, None, True),
        (Presence.HERE, 30, False),
        (Presence.AWAY, None, True),
        (Presence.PART, None, False),
        (Presence.PART, 0, False),
        (Presence.PART, -3, False),
        (Presence.PART, 1, True),
        (Presence.PART, 209, True),
        (Presence.PART, 210, False),
        ("asleep", None, False),
    ],
)
def test_only_what_can_be_meant_is_kept(world, now, presence, minutes, is_kept):
    session = make_day(world, world.bob, now=now)
    one = said(of(session, world.bob), blocks(session)[0], presence, minutes)
    taken = send(session, one, world=world, now=during(now))
    assert (one.uuid in taken.kept) is is_kept
    assert bool(taken.refused) is not is_kept


def test_one_that_is_refused_does_not_hold_up_the_others(world, now):
    session = make_day(world, world.bob, now=now)
    other = make_day(world, now=now, days=(40,))
    person, block = of(session, world.bob), blocks(session)[0]
    good, bad = said(person, block), said(person, blocks(other)[0])
    taken = send(session, bad, good, world=world, now=during(now))
    assert taken.kept == [good.uuid]
    assert list(taken.refused) == [bad.uuid]


def test_nobody_is_marked_long_before_or_after(world, now):
    session = make_day(world, world.bob, now=now)
    person, block = of(session, world.bob), blocks(session)[0]
    early = block.starts_at - timedelta(hours=2, minutes=1)
    late = block.ends_at + TAKEN_WITHIN + timedelta(minutes=1)
    for moment in (early, late):
        taken = send(session, said(person, block), world=world, now=moment)
        assert len(taken.refused) == 1
    # Said in time, and sent three weeks later.
    one = said(person, block, said_at=during(now))
    taken = send(session, one, world=world, now=after(now, 51))
    assert taken.kept == [one.uuid]


def test_a_session_that_was_cancelled_before_it_began_has_no_list(world, now):
    session = make_day(world, world.bob, now=now)
    person, block = of(session, world.bob), blocks(session)[0]
    cancel_session(session, actor=world.olga, now=now)
    assert send(session, said(person, block), world=world, now=during(now)).refused


def test_who_cancelled_and_comes_all_the_same_came(world, now):
    session = make_day(world, world.bob, now=now)
    person = of(session, world.bob)
    cancel_registration(person, actor=world.bob, now=now)
    mark(session, world.bob, by=world.lieve, now=during(now))
    person.refresh_from_db()
    assert (person.state, person.walked_in) == (RegistrationState.COMING, True)


def test_who_cancelled_and_is_marked_absent_stays_cancelled(world, now):
    session = make_day(world, world.bob, now=now)
    cancel_registration(of(session, world.bob), actor=world.bob, now=now)
    mark(session, world.bob, Presence.AWAY, by=world.lieve, now=during(now))
    assert of(session, world.bob).state == RegistrationState.CANCELLED


def test_marks_are_never_changed(world, now):
    session = make_day(world, world.bob, now=now)
    mark(session, world.bob, by=world.lieve, now=during(now))
    one = AttendanceMark.objects.get()
    with pytest.raises(AppendOnlyError):
        one.save()
    with pytest.raises(AppendOnlyError):
        AttendanceMark.objects.update(presence=Presence.AWAY)


def test_as_many_queries_for_thirty_as_for_two(world, now, beekstad):
    people = [make_person(f"P{number} Peeters", beekstad) for number in range(30)]
    session = make_day(world, *people, now=now)
    block = blocks(session)[0]
    all_said = [said(one, block) for one in session.registrations.all()]
    moment = during(now)
    # The first of a block writes down who held it as well.
    send(session, all_said[0], world=world, now=moment)
    with CaptureQueriesContext(connection) as few:
        send(session, *all_said[1:3], world=world, now=moment)
    with CaptureQueriesContext(connection) as many:
        send(session, *all_said, world=world, now=moment)
    assert len(few) == len(many) <= 14
