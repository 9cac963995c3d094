"""What is typed in from paper: all of it or nothing, once, and names as they are kept on
every other way."""

import uuid

import pytest

from lms.errors import DomainError
from tests.factories.attendance import after, blocks, make_day
from trainers.domain.attendance.entering import Added, Written, enter_sheet
from trainers.enums import MarkSource, Presence
from trainers.models import Attendance, AttendanceMark

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(world, now):
    return make_day(world, world.bob, now=now, days=(30, 31))


def enter(world, session, written=(), added=(), *, now, key=None):
    return enter_sheet(
        session,
        written,
        added=added,
        key=key or uuid.uuid4(),
        by=world.lieve,
        now=after(now, 31),
    )


def test_a_sheet_that_is_sent_twice_says_it_once(world, now, session):
    bob, key, jo = session.registrations.get(), uuid.uuid4(), uuid.uuid4()
    written = [Written(bob.uuid, one.uuid, Presence.HERE) for one in blocks(session)]
    written.append(Written(jo, blocks(session)[0].uuid, Presence.PART, 40))
    added = [Added(jo, world.employer, name="Jo Smet")]
    for _again in range(2):
        assert enter(world, session, written, added, key=key, now=now) == 3
    assert AttendanceMark.objects.count() == 3
    assert set(Attendance.objects.values_list("mark__source", flat=True)) == {
        MarkSource.PAPER
    }
    assert session.registrations.count() == 2


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Jo Smet 0470 12 34 56"},
        {"name": "jo.smet@example.org"},
        {"name": "x" * 121},
        {"badge_number": "85.07.30-033.28"},
        {},
    ],
    ids=["phone", "e-mail", "long", "national number", "nothing"],
)
def test_a_name_that_says_more_is_refused_and_nothing_is_kept(
    world, now, session, typed
):
    bob = session.registrations.get()
    written = [Written(bob.uuid, blocks(session)[0].uuid, Presence.HERE)]
    with pytest.raises(DomainError) as problem:
        enter(
            world,
            session,
            written,
            [Added(uuid.uuid4(), world.employer, **typed)],
            now=now,
        )
    assert problem.value.code == "name"
    assert AttendanceMark.objects.count() == 0
    assert session.registrations.count() == 1
