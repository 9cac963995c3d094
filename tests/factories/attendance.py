"""Who is marked present at a training session of the factories."""

import uuid
from datetime import datetime, timedelta

from tests.factories.trainers import at, make_session
from trainers.domain.attendance.marks import Said, Taken, take
from trainers.domain.sessions.registering import sign_up
from trainers.enums import MarkSource, Presence, RegistrationState
from trainers.models import Registration, SessionBlock, TrainingSession


def make_day(world, *people, now: datetime, days=(30,), **changes) -> TrainingSession:
    """A session of Lieve's with one morning on each of these days, for which these are
    signed up."""
    changes = {"capacity": 30, **changes}
    session = make_session(world, now=now, days=days, **changes)
    for one in people:
        sign_up(session, one, actor=one, now=now)
    return session


def blocks(session: TrainingSession) -> list[SessionBlock]:
    return list(session.blocks.order_by("starts_at"))


def during(now: datetime, days: int = 30) -> datetime:
    """A moment in the morning of `make_day`."""
    return at(now, days, 9, 30)


def after(now: datetime, days: int = 30) -> datetime:
    """The same day, when all is over."""
    return at(now, days, 18)


def said(
    registration: Registration,
    block: SessionBlock,
    presence: str = Presence.HERE,
    minutes: int | None = None,
    *,
    said_at: datetime | None = None,
    key: uuid.UUID | None = None,
) -> Said:
    return Said(
        key or uuid.uuid4(),
        registration.uuid,
        block.uuid,
        presence,
        minutes=minutes,
        said_at=said_at,
    )


def mark(
    session: TrainingSession,
    person,
    presence: str = Presence.HERE,
    minutes: int | None = None,
    *,
    by,
    now: datetime,
    block: SessionBlock | None = None,
    source: MarkSource = MarkSource.LIST,
) -> Taken:
    """Mark one person of a session, in a block or in all of them."""
    registration = session.registrations.get(person=person)
    chosen = [block] if block else blocks(session)
    return take(
        session,
        [said(registration, one, presence, minutes) for one in chosen],
        source=source,
        by=by,
        now=now,
    )


def crowd(session: TrainingSession, number: int, *, now: datetime) -> None:
    """So many people without an account who came to a session, by the names of numbers."""
    Registration.objects.bulk_create(
        Registration(
            session=session,
            guest_name=f"Person {at:04}",
            state=RegistrationState.COMING,
            walked_in=True,
            token_hash=f"{session.pk}-{at}",
            asked_at=now,
            changed_at=now,
        )
        for at in range(number)
    )


def half_an_hour_before(block: SessionBlock) -> datetime:
    return block.starts_at - timedelta(minutes=30)
