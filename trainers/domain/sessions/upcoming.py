"""What of training sessions comes next for somebody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from organisations.models import User
from trainers.domain.attendance.window import DOORS
from trainers.enums import KNOWN_SESSIONS, RegistrationState, SessionState
from trainers.models import Registration, SessionBlock, SessionTrainer


@dataclass(frozen=True)
class Upcoming:
    """A block to come, or that is on, of a session that somebody has a place in, waits
    for, or trains in. `link` is "" for who only waits. `is_today` by the calendar;
    `is_at_hand` once its doors are open. `is_blocked`: nobody may lead it for now."""

    session: UUID
    block: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    trains: bool
    waits: bool
    is_blocked: bool
    is_today: bool
    is_at_hand: bool


def upcoming_of(user: User, *, now: datetime, most: int = 3) -> list[Upcoming]:
    """The next blocks of somebody, the soonest first; one query."""
    rows = (
        _blocks_of(user, now)
        .select_related("session")
        .order_by("starts_at", "pk")[:most]
    )
    return [_upcoming(one, now) for one in rows]


def has_upcoming(user: User, *, now: datetime) -> Exists:
    """For any query: whether `upcoming_of` has something to tell."""
    return Exists(_blocks_of(user, now))


def _blocks_of(user: User, now: datetime) -> QuerySet[SessionBlock]:
    mine = Registration.objects.filter(session=OuterRef("session"), person=user)
    coming = mine.filter(state=RegistrationState.COMING)
    waiting = mine.filter(state=RegistrationState.WAITING)
    trains = SessionTrainer.objects.filter(session=OuterRef("session"), person=user)
    return SessionBlock.objects.filter(
        Exists(coming) | Exists(waiting) | Exists(trains),
        ends_at__gt=now,
        session__state__in=KNOWN_SESSIONS,
    ).annotate(waits=Exists(waiting), trains=Exists(trains))


def _upcoming(block: SessionBlock, now: datetime) -> Upcoming:
    session = block.session
    is_out = block.waits and not block.trains
    return Upcoming(
        session=session.uuid,
        block=block.uuid,
        title=session.title,
        starts_at=block.starts_at,
        ends_at=block.ends_at,
        place=block.place or session.place,
        link="" if is_out else session.link,
        trains=block.trains,
        waits=is_out,
        is_blocked=session.state == SessionState.BLOCKED,
        is_today=timezone.localdate(block.starts_at) == timezone.localdate(now),
        is_at_hand=block.starts_at - DOORS <= now,
    )
