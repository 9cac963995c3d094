"""A training session that is in calendars: Bob of Beekstad leads it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone

from trainers.enums import Audience, RegistrationState, SessionRole, SessionState
from trainers.models import (
    Registration,
    SessionBlock,
    SessionTrainer,
    TrainingSession,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
YEARS = range(2026, 2056)
SALT_AND_PEPPER = "Профилактика, часть 1; \\ “🙂” — é"


def at_ten(day: datetime) -> datetime:
    """Ten o'clock in Brussels on that day."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=BRUSSELS)


def make_session(world, *, now: datetime, days=(30,), **changes) -> TrainingSession:
    """A published one with a block of three hours in as many days from now."""
    session = TrainingSession.objects.create(
        **{
            "programme": world.programme,
            "language": "nl",
            "organiser": world.employer,
            "title": "Noticing without judging",
            "place": "Town hall, room 2",
            "state": SessionState.PUBLISHED,
            "created_at": now,
            "created_by": world.alice,
            "changed_at": now,
            **changes,
        }
    )
    SessionTrainer.objects.create(
        session=session, person=world.lieve, role=SessionRole.LEAD
    )
    for number in days:
        make_block(session, at_ten(timezone.localdate(now) + timedelta(days=number)))
    return session


def make_block(session: TrainingSession, at: datetime, **changes) -> SessionBlock:
    ends_at = at.astimezone(BRUSSELS) + timedelta(hours=3)
    return SessionBlock.objects.create(
        session=session, starts_at=at, ends_at=ends_at, **changes
    )


def make_blocks_around_changes(session: TrainingSession) -> list[SessionBlock]:
    """At ten, and in the night, on the days before, of and after each change of clocks
    in thirty years."""
    blocks = []
    for day in changing_days(BRUSSELS):
        for off in (-1, 0, 1):
            for hour in (time(3, 30), time(10)):
                at = datetime.combine(day + timedelta(days=off), hour, BRUSSELS)
                at = at.astimezone(UTC)
                ends_at = at + timedelta(hours=2)
                block = SessionBlock(session=session, starts_at=at, ends_at=ends_at)
                blocks.append(block)
    assert len(blocks) == 30 * 2 * 3 * 2
    return SessionBlock.objects.bulk_create(blocks)


def changing_days(zone: tzinfo) -> Iterator[date]:
    """The days of YEARS on which clocks change."""
    day = date(YEARS[0], 1, 1)
    while day.year in YEARS:
        midnights = [
            datetime.combine(day + timedelta(days=off), time(0), zone).utcoffset()
            for off in (0, 1)
        ]
        if len(set(midnights)) == 2:
            yield day
        day += timedelta(days=1)


def make_registration(session, person, *, now, state=RegistrationState.COMING):
    return Registration.objects.create(
        session=session,
        person=person,
        state=state,
        asked_at=now,
        changed_at=now,
        signed_up_by=person,
    )


def make_guest(session, *, now, state=RegistrationState.COMING, **changes):
    session.audience = Audience.OPEN
    session.save(update_fields=["audience"])
    return Registration.objects.create(
        **{
            "session": session,
            "state": state,
            "asked_at": now,
            "changed_at": now,
            "guest_name": "Greta Guest",
            "guest_email": "greta@home.example",
            "guest_language": "fr",
            **changes,
        }
    )
