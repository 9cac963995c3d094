"""How far somebody was present in a block: what the mark about it says that was said
last."""

from collections.abc import Iterable

from trainers.models import Attendance, AttendanceMark


def stand_by(new: Iterable[AttendanceMark]) -> None:
    """Let the attendance be what the last mark about it says. Commutative: which counts
    does not depend on which came first."""
    last: dict[tuple[int, int], AttendanceMark] = {}
    for mark in new:
        pair = mark.registration_id, mark.block_id
        last[pair] = max(last.get(pair, mark), mark, key=_order)
    rows = Attendance.objects.filter(
        registration__in={pair[0] for pair in last},
        block__in={pair[1] for pair in last},
    )
    for row in rows.select_related("mark"):
        pair = row.registration_id, row.block_id
        if pair in last and _order(row.mark) > _order(last[pair]):
            del last[pair]
    Attendance.objects.bulk_create(
        [
            Attendance(
                registration_id=mark.registration_id,
                block_id=mark.block_id,
                presence=mark.presence,
                minutes=mark.minutes,
                mark=mark,
            )
            for mark in last.values()
        ],
        update_conflicts=True,
        unique_fields=["registration", "block"],
        update_fields=["presence", "minutes", "mark"],
    )


def _order(mark: AttendanceMark) -> tuple:
    # Of two that were said at the same moment it is always the same one.
    return mark.said_at, mark.uuid
