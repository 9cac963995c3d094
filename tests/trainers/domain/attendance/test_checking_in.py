"""Checking in oneself: with a code that was read in the room, and for nobody else."""

from datetime import timedelta

import pytest

from lms.errors import DomainError
from tests.factories.attendance import (
    blocks,
    during,
    half_an_hour_before,
    make_day,
    mark,
)
from tests.factories.trainers import at, make_person
from trainers.domain.attendance import codes
from trainers.domain.attendance.checking_in import (
    TICKET,
    check_in,
    check_in_guest,
    is_open,
    open_for,
    read_ticket,
    ticket_for,
)
from trainers.domain.sessions.planning import cancel_session
from trainers.domain.sessions.registering import cancel_registration
from trainers.enums import Audience, MarkSource, Presence, RegistrationState
from trainers.models import Attendance, AttendanceMark, Registration

pytestmark = pytest.mark.django_db


def refusal(act) -> str:
    with pytest.raises(DomainError) as problem:
        act()
    return problem.value.code


@pytest.fixture
def session(world, now):
    return make_day(world, world.bob, now=now)


@pytest.fixture
def block(session):
    return blocks(session)[0]


def test_doors_are_open_from_half_an_hour_before_to_the_end(block):
    opens, moment = half_an_hour_before(block), timedelta(seconds=1)
    assert not is_open(block, opens - moment)
    assert is_open(block, opens)
    assert is_open(block, block.ends_at - moment)
    assert not is_open(block, block.ends_at)


def test_in_time_is_present_and_late_is_a_part(world, block):
    read_at = block.starts_at + timedelta(minutes=15)
    row = check_in(block, world.bob, read_at=read_at, now=read_at)
    assert (row.presence, row.minutes) == (Presence.HERE, None)
    assert (row.mark.source, row.mark.said_by) == (MarkSource.CODE, world.bob)


def test_who_comes_late_was_there_for_what_was_left(world, block):
    read_at = block.starts_at + timedelta(minutes=16)
    row = check_in(block, world.bob, read_at=read_at, now=read_at)
    assert (row.presence, row.minutes) == (Presence.PART, 194)


def test_what_counts_is_when_the_code_was_read_not_when_signing_in_was_done(
    world, block
):
    read_at = block.starts_at + timedelta(minutes=14)
    now = read_at + timedelta(minutes=10)
    row = check_in(block, world.bob, read_at=read_at, now=now)
    assert (row.presence, row.mark.said_at) == (Presence.HERE, read_at)


def test_again_changes_nothing(world, block):
    first = block.starts_at
    check_in(block, world.bob, read_at=first, now=first)
    later = first + timedelta(hours=1)
    row = check_in(block, world.bob, read_at=later, now=later)
    assert row.presence == Presence.HERE
    assert AttendanceMark.objects.count() == 1


def test_who_was_marked_absent_and_comes_after_all_is_there_for_a_part(world, block):
    early = block.starts_at + timedelta(minutes=20)
    mark(block.session, world.bob, Presence.AWAY, by=world.lieve, now=early)
    later = block.starts_at + timedelta(minutes=60)
    row = check_in(block, world.bob, read_at=later, now=later)
    assert (row.presence, row.minutes) == (Presence.PART, 150)


def test_a_colleague_who_was_asked_is_put_on_the_list_and_a_stranger_is_not(
    world, charlie, block
):
    colleague = make_person("Nora Wuyts", world.employer)
    now = block.starts_at
    check_in(block, colleague, read_at=now, now=now)
    one = block.session.registrations.get(person=colleague)
    assert (one.walked_in, one.state) == (True, RegistrationState.COMING)
    assert (
        refusal(lambda: check_in(block, charlie, read_at=now, now=now)) == "not_asked"
    )
    assert (
        refusal(lambda: check_in(block, world.lieve, read_at=now, now=now)) == "trainer"
    )
    assert not Registration.objects.filter(person__in=[charlie, world.lieve]).exists()
    assert Attendance.objects.count() == 1


def test_who_had_cancelled_and_comes_is_there(world, now, session, block):
    mine = session.registrations.get()
    cancel_registration(mine, actor=world.bob, now=now)
    check_in(block, world.bob, read_at=block.starts_at, now=block.starts_at)
    mine.refresh_from_db()
    assert (mine.state, mine.walked_in) == (RegistrationState.COMING, True)


def test_a_ticket_shows_a_code_that_was_good_then(block):
    now = block.starts_at
    old = codes.token_at(block, now - timedelta(minutes=1))
    assert refusal(lambda: ticket_for(block, old, now=now)) == "code"
    assert refusal(lambda: ticket_for(block, "000 0000", now=now)) == "code"
    ticket = ticket_for(block, codes.token_at(block, now), now=now)
    assert read_ticket(ticket, now=now + TICKET) == (str(block.uuid), now)
    late = now + TICKET + timedelta(seconds=1)
    assert read_ticket(ticket, now=late) is None
    for forged in ("", "x", f"{ticket}x", ticket[:-1]):
        assert read_ticket(forged, now=now) is None


def test_nobody_checks_in_to_what_is_closed_or_cancelled(world, now, session, block):
    code = codes.code_at(block, block.ends_at)
    assert refusal(lambda: ticket_for(block, code, now=block.ends_at)) == "closed"
    cancel_session(session, actor=world.olga, now=now)
    block.session.refresh_from_db()
    at_start = block.starts_at
    good = codes.code_at(block, at_start)
    assert refusal(lambda: ticket_for(block, good, now=at_start)) == "closed"
    assert (
        refusal(lambda: check_in(block, world.bob, read_at=at_start, now=at_start))
        == "closed"
    )
    assert not open_for(world.bob, at_start).exists()
    assert not Attendance.objects.exists()


def test_what_is_open_for_somebody_is_what_they_are_asked_to(
    world, charlie, now, session, block
):
    open_day = make_day(
        world, now=now, audience=Audience.OPEN, places=(), lead=world.ada
    )
    colleague = make_person("Nora Wuyts", world.employer)
    moment = block.starts_at
    assert list(open_for(world.bob, moment)) == [block]
    assert list(open_for(colleague, moment)) == [block]
    assert list(open_for(charlie, moment)) == []
    assert list(open_for(world.lieve, moment)) == []
    assert not open_for(world.bob, half_an_hour_before(block) - timedelta(1)).exists()
    assert not open_for(world.bob, block.ends_at).exists()
    assert open_day.blocks.count() == 1


@pytest.fixture
def guest(world, now):
    day = make_day(world, now=now, audience=Audience.OPEN, places=())
    return Registration.objects.create(
        session=day,
        guest_name="Mia Parent",
        guest_email="mia@home.example",
        token_hash="x",
        state=RegistrationState.COMING,
        asked_at=now,
        changed_at=now,
    )


def test_a_guest_checks_in_by_the_typed_code_of_their_own_session(world, now, guest):
    other = blocks(make_day(world, now=now, lead=world.ada))[0]
    block = blocks(guest.session)[0]
    moment = during(now)
    for wrong_block, code in (
        (other, codes.code_at(other, moment)),
        (block, codes.code_at(other, moment)),
        (block, ""),
    ):
        assert (
            refusal(
                lambda block=wrong_block, code=code: check_in_guest(
                    guest, block, code, now=moment
                )
            )
            == "code"
        )
    code = codes.code_at(block, at(now, 30, 9, 5))
    row = check_in_guest(guest, block, code, now=at(now, 30, 9, 5))
    assert (row.presence, row.mark.said_by) == (Presence.HERE, None)


def test_a_guest_who_had_cancelled_speaks_to_the_trainer(now, guest):
    guest.state = RegistrationState.CANCELLED
    guest.save()
    block = blocks(guest.session)[0]
    moment = during(now)
    code = codes.code_at(block, moment)
    assert (
        refusal(lambda: check_in_guest(guest, block, code, now=moment)) == "not_asked"
    )
