"""Whether somebody attended a training session: what they were there for, block by block,
against what may be missed (TRAINERS T3)."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max

from trainers.domain.attendance.blocks import hold_begun
from trainers.domain.attendance.following import follow_each
from trainers.domain.sessions.holding import locked
from trainers.enums import MarkSource, Presence
from trainers.models import Attendance, Registration, SessionBlock, TrainingSession

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Weighed:
    """Minutes of a session, and those of them that somebody missed. `ends_at` is the end
    of its last block, or of the one in which they made something up; None without
    blocks. `shortest_missed` is how long the shortest block is of which they missed
    something."""

    total: float
    missed: float
    ends_at: datetime | None
    shortest_missed: timedelta

    def is_enough(self, absence_percent: int) -> bool:
        return self.ends_at is not None and (
            self.missed * 100 <= absence_percent * self.total
        )


def attended_of(
    blocks: Iterable[SessionBlock],
    rows: Iterable[Attendance],
    *,
    made_up: Iterable[tuple[int, int]],
    absence_percent: int,
) -> datetime | None:
    """When somebody had attended enough of these blocks; None where they missed more
    than `absence_percent` of the minutes. `made_up` as of `weighed`."""
    found = weighed(blocks, rows, made_up=made_up)
    return found.ends_at if found.is_enough(absence_percent) else None


def weighed(
    blocks: Iterable[SessionBlock],
    rows: Iterable[Attendance],
    *,
    made_up: Iterable[tuple[int, int]],
) -> Weighed:
    """How much of these blocks somebody was there for. What they were there for while
    nobody accredited led it counts for nothing. `made_up` are the (registration, block)
    in which something made up counts."""
    by_block = {row.block_id: row for row in rows}
    made_up = set(made_up)
    total = missed = 0
    ends, lacking = [], []
    for block in blocks:
        lasts = block.ends_at - block.starts_at
        long = lasts.total_seconds() / 60
        row = by_block.get(block.pk)
        present = _present(block, row, long, made_up)
        total += long
        missed += long - present
        if present < long:
            lacking.append(lasts)
        ends.append(block.ends_at)
        if row and row.mark.made_up_in:
            ends.append(row.mark.made_up_in.ends_at)
    return Weighed(
        total, missed, max(ends, default=None), min(lacking, default=timedelta(0))
    )


def _present(block, row: Attendance | None, long: float, made_up: set) -> float:
    """Minutes of a block that count for somebody."""
    if row is None or row.presence == Presence.AWAY:
        return 0
    if row.mark.source == MarkSource.MADE_UP:
        return long if (row.registration_id, row.mark.made_up_in_id) in made_up else 0
    if not block.counts:
        return 0
    # A block may have been made shorter since.
    return long if row.presence == Presence.HERE else min(row.minutes, long)


def weigh(session: TrainingSession, *, now: datetime) -> int:
    """Weigh everybody of a session of whom something was said since; returns how many.
    Nothing before its last block is over. What follows from it comes afterwards, each by
    itself (trainers.domain.attendance.following)."""
    with transaction.atomic():
        held = locked(session)
        # Whether a block counts is known before anybody is weighed by it.
        hold_begun(held, now=now)
        people = _to_weigh(held, now)
        if not people:
            return 0
        blocks = list(held.blocks.all())
        rows = _rows_of(people)
        made_up = made_up_in(row for theirs in rows.values() for row in theirs)
        for one in people:
            one.attended_at = attended_of(
                blocks,
                rows.get(one.pk, []),
                made_up=made_up,
                absence_percent=held.programme.absence_percent,
            )
            one.is_to_weigh = False
        Registration.objects.bulk_update(
            people, ["attended_at", "is_to_weigh"], batch_size=200
        )
    follow_each([one for one in people if one.attended_at], now=now)
    return len(people)


def weigh_after_commit(session: TrainingSession, *, now: datetime) -> None:
    """Do so as soon as what was said is kept; the sweep does it otherwise."""
    transaction.on_commit(lambda: weigh(session, now=now), robust=True)


def weigh_all(now: datetime) -> int:
    """Weigh what is to be weighed in every session that is over; returns how many
    people. One that fails is logged and does not stop the others."""
    over = (
        TrainingSession.objects.filter(registrations__is_to_weigh=True)
        .annotate(last=Max("blocks__ends_at"))
        .filter(last__lte=now)
        .select_related("programme")
    )
    weighed_people = 0
    for session in over.order_by("pk"):
        try:
            weighed_people += weigh(session, now=now)
        except Exception:
            logger.exception("Session %s was not weighed", session.pk)
    return weighed_people


def _to_weigh(session: TrainingSession, now: datetime) -> list[Registration]:
    if session.blocks.filter(ends_at__gt=now).exists():
        return []
    people = session.registrations.select_for_update(of=("self",), no_key=True)
    return list(people.filter(is_to_weigh=True).order_by("pk"))


def _rows_of(people: list[Registration]) -> dict[int, list[Attendance]]:
    found: dict[int, list[Attendance]] = {}
    for row in Attendance.objects.filter(registration__in=people).select_related(
        "mark__made_up_in", "registration"
    ):
        found.setdefault(row.registration_id, []).append(row)
    return found


def made_up_in(rows: Iterable[Attendance]) -> set[tuple[int, int]]:
    """Of what is said to be made up, that where the person was there for the whole of the
    other block, and that one counts."""
    others = {
        (row.registration.person_id, row.mark.made_up_in_id): row.registration_id
        for row in rows
        if row.mark.made_up_in_id and row.registration.person_id
    }
    if not others:
        return set()
    there = Attendance.objects.filter(
        registration__person__in={person for person, _block in others},
        block__in={block for _person, block in others},
        block__counts=True,
        presence=Presence.HERE,
    ).exclude(mark__source=MarkSource.MADE_UP)
    there = there.values_list("registration__person", F("block"))
    return {(others[pair], pair[1]) for pair in there if pair in others}
