"""Two lines of a list that turn out to be one person's."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from trainers.domain.attendance.standing import stand_by
from trainers.domain.sessions.queue import promote
from trainers.enums import HOLDING_REGISTRATIONS, Presence, RegistrationState
from trainers.models import (
    Attendance,
    AttendanceMark,
    Registration,
    TrainingSession,
)

# From absent to present.
ORDER = (Presence.AWAY, Presence.PART, Presence.HERE)
# From no place to a place.
NEARER = (RegistrationState.WAITING, RegistrationState.COMING)


def join_lines(one: Registration, mine: Registration, *, now: datetime) -> None:
    """Let `one` be `mine`, of the same session and person, from now on: the place that
    either had, and all that was said of it; whatever is said of `one` later is said of
    `mine` (`standing_for`). A place that comes free goes to who waits. The caller holds
    the lock on the session, and saves `mine`'s and `one`'s other fields itself before."""
    if one.state in HOLDING_REGISTRATIONS and _nearness(one) > _nearness(mine):
        mine.state, mine.places, mine.changed_at = one.state, one.places, now
        mine.save(update_fields=["state", "places", "changed_at"])
    one.state, one.changed_at = RegistrationState.CANCELLED, now
    one.joined_to, one.attended_at, one.is_to_weigh = mine, None, False
    one.save(
        update_fields=["state", "changed_at", "joined_to", "attended_at", "is_to_weigh"]
    )
    _move_attendance(one, mine, now=now)
    promote(one.session, now=now)


def standing_for(
    session: TrainingSession, keys: Collection[UUID]
) -> dict[UUID, Registration]:
    """Whose line each of these keys stands for: its own, or that which it was joined to
    since. Keys of other sessions are left out."""
    found = session.registrations.filter(uuid__in=keys).select_related("joined_to")
    return {one.uuid: _standing(one) for one in found}


def _standing(one: Registration) -> Registration:
    # Of three accounts of one person one leads to the next.
    while one.joined_to is not None:
        one = one.joined_to
    return one


def _nearness(one: Registration) -> int:
    return NEARER.index(one.state) if one.state in NEARER else -1


def _move_attendance(one: Registration, other: Registration, *, now: datetime) -> None:
    """Say of `other` all that was said of `one`. In each block they were there as far as
    either was: that one of the two was put down as absent says only that nobody saw them
    twice. Marks are never changed: they are said again, under keys that follow from
    theirs, so that doing it twice is doing it once."""
    best = _best(one, other)
    new = _unknown(
        _again(mark, other, key=str(other.uuid), said_at=mark.said_at, now=now)
        for mark in one.marks.all()
    )
    _keep(new)
    _keep(_unknown(_lost(other, best, now=now)))
    Attendance.objects.filter(registration=one).delete()
    if new:
        rows = Registration.objects.filter(pk=other.pk)
        rows.update(is_to_weigh=True)
        if any(mark.presence != Presence.AWAY for mark in best.values()):
            rows.update(state=RegistrationState.COMING)


def _best(one: Registration, other: Registration) -> dict[int, AttendanceMark]:
    """{block: the mark by which they were there longest}, as both stand now."""
    best: dict[int, AttendanceMark] = {}
    rows = Attendance.objects.filter(registration__in=(one, other))
    for row in rows.select_related("mark").order_by("pk"):
        known = best.get(row.block_id)
        if known is None or _length(row.mark) > _length(known):
            best[row.block_id] = row.mark
    return best


def _lost(
    other: Registration, best: dict[int, AttendanceMark], *, now: datetime
) -> list[AttendanceMark]:
    """What was said better than it stands by now, as it is said once more."""
    rows = Attendance.objects.filter(registration=other).select_related("mark")
    return [
        _again(
            best[row.block_id], other, key=f"{other.uuid}:best", said_at=now, now=now
        )
        for row in rows
        if row.block_id in best and _length(row.mark) < _length(best[row.block_id])
    ]


def _length(mark: AttendanceMark) -> tuple[int, int]:
    return ORDER.index(mark.presence), mark.minutes or 0


def _again(
    mark: AttendanceMark, other: Registration, *, key: str, said_at, now
) -> AttendanceMark:
    return AttendanceMark(
        uuid=uuid.uuid5(mark.uuid, key),
        registration=other,
        block_id=mark.block_id,
        presence=mark.presence,
        minutes=mark.minutes,
        source=mark.source,
        made_up_in_id=mark.made_up_in_id,
        said_by_id=mark.said_by_id,
        said_at=said_at,
        received_at=now,
    )


def _unknown(marks: Iterable[AttendanceMark]) -> list[AttendanceMark]:
    marks = list(marks)
    known = set(
        AttendanceMark.objects.filter(
            uuid__in=[mark.uuid for mark in marks]
        ).values_list("uuid", flat=True)
    )
    return [mark for mark in marks if mark.uuid not in known]


def _keep(marks: list[AttendanceMark]) -> None:
    AttendanceMark.objects.bulk_create(marks)
    stand_by(marks)
