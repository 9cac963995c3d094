"""Checking in oneself, with the code that is shown in the room."""

import uuid
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.models import User
from trainers.domain.attendance.codes import is_code
from trainers.domain.attendance.marks import Said, minutes_of, take
from trainers.domain.attendance.walk_ins import admit
from trainers.domain.attendance.window import DOORS
from trainers.enums import KNOWN_SESSIONS, MarkSource, Presence, RegistrationState
from trainers.models import (
    Attendance,
    Registration,
    SessionBlock,
    SessionTrainer,
    TrainingSession,
)

# Whoever comes later than this was there for a part.
GRACE = timedelta(minutes=15)
# Who still has to sign in after reading the code has so long to do it.
TICKET = timedelta(minutes=15)
SALT = "trainers.check-in.ticket"


def is_open(block: SessionBlock, now: datetime) -> bool:
    """Whether one can check in to a block: from half an hour before it to its end, if
    the session takes place."""
    return (
        block.session.state in KNOWN_SESSIONS
        and block.starts_at - DOORS <= now < block.ends_at
    )


def open_for(person: User, now: datetime) -> QuerySet[SessionBlock]:
    """The blocks that somebody can check in to at the moment: of sessions they are on
    the list of, or that their organisation was asked to; not those they train in."""
    sessions = TrainingSession.objects.concerning(person).filter(
        state__in=KNOWN_SESSIONS
    )
    trains = SessionTrainer.objects.filter(person=person)
    return (
        SessionBlock.objects.filter(
            session__in=sessions.values("pk"),
            starts_at__lte=now + DOORS,
            ends_at__gt=now,
        )
        .exclude(session__in=trains.values("session"))
        .select_related("session__programme")
    )


def ticket_for(block: SessionBlock, given: str, *, now: datetime) -> str:
    """What shows that the code was read in the room, for who signs in only now. It is
    kept in the session of their browser, so it cannot be sent on. Raises DomainError
    "code" or "closed"."""
    _refuse(block, now)
    if not is_code(block, given, now):
        raise _wrong_code()
    return signing.dumps([str(block.uuid), now.timestamp()], salt=SALT)


def read_ticket(ticket: str, *, now: datetime) -> tuple[str, datetime] | None:
    """(key of the block, when its code was read); None where there is none, or it is too
    long ago."""
    try:
        key, stamp = signing.loads(ticket, salt=SALT)
    except signing.BadSignature:
        return None
    read_at = datetime.fromtimestamp(stamp, tz=now.tzinfo)
    return None if now - read_at > TICKET else (key, read_at)


@transaction.atomic
def check_in(
    block: SessionBlock, person: User, *, read_at: datetime, now: datetime
) -> Attendance:
    """Mark oneself present in a block whose code one read at a moment; for a part, where
    it had begun long before. Who is not on the list is put on it if somebody asked them.
    Again changes nothing. Raises DomainError "closed", or "not_asked" where the trainer
    has to put them on the list."""
    _refuse(block, read_at)
    registration = admit(block.session, person, now=now)
    return _mark(block, registration, by=person, read_at=read_at, now=now)


@transaction.atomic
def check_in_guest(
    registration: Registration, block: SessionBlock, given: str, *, now: datetime
) -> Attendance:
    """The same for who came without an account, by their own link and the code as it is
    typed. Raises DomainError "code" or "closed"."""
    _refuse(block, now)
    if block.session_id != registration.session_id or not is_code(block, given, now):
        raise _wrong_code()
    if registration.state == RegistrationState.CANCELLED:
        raise DomainError(
            _("You had cancelled. Ask the trainer to put you on the list."),
            code="not_asked",
        )
    return _mark(block, registration, by=None, read_at=now, now=now)


def _mark(block, registration, *, by, read_at, now) -> Attendance:
    known = Attendance.objects.filter(registration=registration, block=block).first()
    if known and known.presence != Presence.AWAY:
        return known
    late = read_at - block.starts_at
    is_part = late > GRACE
    minutes = int((block.ends_at - read_at).total_seconds() // 60)
    minutes = min(max(minutes, 1), minutes_of(block) - 1)
    said = Said(
        uuid.uuid4(),
        registration.uuid,
        block.uuid,
        Presence.PART if is_part else Presence.HERE,
        minutes=minutes if is_part else None,
        said_at=read_at,
    )
    taken = take(block.session, [said], source=MarkSource.CODE, by=by, now=now)
    if taken.refused:
        # Cancelled since the block was read.
        raise DomainError(taken.refused[said.uuid], code="closed")
    return Attendance.objects.get(registration=registration, block=block)


def _refuse(block: SessionBlock, now: datetime) -> None:
    if not is_open(block, now):
        raise DomainError(
            _("Nobody can check in to this block at the moment."), code="closed"
        )


def _wrong_code() -> DomainError:
    return DomainError(
        _("This is not the code that is shown now. It changes every half minute."),
        code="code",
    )
