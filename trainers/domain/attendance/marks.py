"""Marks of attendance: taken once however often they arrive, in any order, from any number
of devices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import User
from trainers.domain.attendance.blocks import hold_begun
from trainers.domain.attendance.joining import standing_for
from trainers.domain.attendance.standing import stand_by
from trainers.domain.attendance.weighing import weigh_after_commit
from trainers.domain.attendance.window import EARLY, why_closed
from trainers.domain.sessions.holding import locked
from trainers.enums import (
    KNOWN_SESSIONS,
    MarkSource,
    Presence,
    RegistrationState,
)
from trainers.models import (
    AttendanceMark,
    Registration,
    SessionBlock,
    TrainingSession,
)

# As many as a device sends at once.
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Said:
    """What somebody says of a person in a block, by their keys. `uuid` is the mark's,
    made where it is said. `said_at` is by the clock of the device; None: now.
    `made_up_in` is the other block, for what was made up."""

    uuid: UUID
    registration: UUID
    block: UUID
    presence: str
    minutes: int | None = None
    said_at: datetime | None = None
    made_up_in: SessionBlock | None = None


@dataclass
class Taken:
    """What became of marks, by their uuid: `kept` here, now or before, and `refused`
    with a sentence that says why."""

    kept: list[UUID] = field(default_factory=list)
    refused: dict[UUID, str] = field(default_factory=dict)


@transaction.atomic
def take(
    session: TrainingSession,
    said: Sequence[Said],
    *,
    source: MarkSource,
    by: User | None,
    now: datetime,
    device_now: datetime | None = None,
) -> Taken:
    """Keep marks of one session. Each is kept once, whoever sends it again; of several
    about one person and block the one that was said last counts, so the order in which
    they come does not matter. `device_now` is what time the device that sends them has:
    by it the times that it wrote down are put right. One that cannot be meant is refused
    and does not hold up the others. The caller has let `by` take attendance."""
    held = locked(session)
    hold_begun(held, now=now)
    taken = Taken()
    # One that came twice in one go is one.
    unique = {one.uuid: one for one in said}
    known = set(
        AttendanceMark.objects.filter(uuid__in=unique).values_list("uuid", flat=True)
    )
    people = standing_for(held, {one.registration for one in said})
    judge = _Judge(held, people, now=now, shift=now - (device_now or now))
    new = []
    for one in unique.values():
        if one.uuid in known:
            continue
        problem = judge.problem_of(one)
        if problem:
            taken.refused[one.uuid] = problem
        else:
            new.append(judge.mark_of(one, source=source, by=by))
    taken.kept = [key for key in unique if key not in taken.refused]
    if new:
        AttendanceMark.objects.bulk_create(new)
        stand_by(new)
        _note(held, new, judge, now=now)
    return taken


class _Judge:
    """Knows a session's blocks and those people that something is said of, to judge many
    marks without asking for each."""

    def __init__(
        self,
        session: TrainingSession,
        people: dict[UUID, Registration],
        *,
        now: datetime,
        shift: timedelta,
    ):
        self.session, self.people = session, people
        self.now, self.shift = now, shift
        self.blocks = {one.uuid: one for one in session.blocks.all()}
        ends = [one.ends_at for one in self.blocks.values()]
        self.last_end = max(ends, default=None)

    def problem_of(self, one: Said) -> str:
        """Why a mark is not kept; "" where it is."""
        block = self.blocks.get(one.block)
        if block is None:
            return _("This session has no such block any more.")
        if one.registration not in self.people:
            return _("This person is not on the list of this session.")
        if self.session.state not in KNOWN_SESSIONS and block.counts is None:
            return _("This session does not take place.")
        if problem := why_closed(self.last_end, self.now):
            return problem
        if self._said_at(one) < block.starts_at - EARLY:
            return _("This block has not begun yet.")
        return _presence_problem(one, block)

    def mark_of(
        self, one: Said, *, source: MarkSource, by: User | None
    ) -> AttendanceMark:
        return AttendanceMark(
            uuid=one.uuid,
            registration=self.people[one.registration],
            block=self.blocks[one.block],
            presence=one.presence,
            minutes=one.minutes,
            source=source,
            made_up_in=one.made_up_in,
            said_by=by,
            said_at=self._said_at(one),
            received_at=self.now,
        )

    def _said_at(self, one: Said) -> datetime:
        if one.said_at is None:
            return self.now
        # Nothing is said after it has come here, whatever a clock says.
        return min(one.said_at + self.shift, self.now)


def minutes_of(block: SessionBlock) -> int:
    """How long a block lasts, in whole minutes."""
    return int((block.ends_at - block.starts_at).total_seconds() // 60)


def _presence_problem(one: Said, block: SessionBlock) -> str:
    if one.presence not in Presence.values:
        return _("Say whether somebody was present, for a part, or absent.")
    if one.presence != Presence.PART:
        return "" if one.minutes is None else _("Minutes are for a part of a block.")
    if one.minutes is None or not 0 < one.minutes < minutes_of(block):
        return _("A part is at least one minute, and less than the whole block.")
    return ""


def _note(
    session: TrainingSession, new: list[AttendanceMark], judge: _Judge, *, now: datetime
) -> None:
    """Who was in the room came, whatever the list said before; and all are weighed."""
    concerned = {mark.registration_id for mark in new}
    there = {mark.registration_id for mark in new if mark.presence != Presence.AWAY}
    people = Registration.objects.filter(session=session)
    people.filter(pk__in=there).exclude(state=RegistrationState.COMING).update(
        state=RegistrationState.COMING, walked_in=True, changed_at=now
    )
    people.filter(pk__in=concerned).update(is_to_weigh=True)
    # What they made up here in another session is worth what is said of here.
    Registration.objects.filter(
        person__in=people.filter(pk__in=concerned, person__isnull=False).values(
            "person"
        ),
        attendance__mark__made_up_in__session=session,
    ).exclude(session=session).update(is_to_weigh=True)
    if judge.last_end <= now:
        weigh_after_commit(session, now=now)
