"""What was handed in and a person has to mark joins the queue."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from courses.domain.manifest import outline_of
from quizzes.models import Attempt, AttemptItem, Marking

# By then it is marked: what a learner is told, and what the queue is held to.
MARKED_WITHIN = timedelta(days=14)


def open_markings(
    attempt: Attempt, items: Iterable[AttemptItem], *, now: datetime
) -> None:
    """Let these answers of an attempt wait for somebody who marks. The caller hands the
    attempt in, and holds the lock on its row."""
    needed = 2 if _asks_for_two(attempt) else 1
    Marking.objects.bulk_create(
        Marking(
            item=item,
            course_id=attempt.enrolment.course_id,
            waiting_since=now,
            due_at=now + MARKED_WITHIN,
            needed=needed,
        )
        for item in items
    )


def match_regrade(
    attempt: Attempt, item: AttemptItem, *, waits: bool, now: datetime
) -> None:
    """After a regrade of an item: let its answer wait for a marker where that is to
    decide (`waits`), also one that was handed in while a regrade decided; otherwise take
    it out of the queue, unless somebody has marked it already. The caller holds the lock
    on the attempt's row."""
    mine = Marking.objects.filter(item=item)
    if not waits:
        mine.filter(decided_at=None, given=0).delete()
    elif not mine.exists():
        open_markings(attempt, [item], now=now)


def _asks_for_two(attempt: Attempt) -> bool:
    found = outline_of(attempt.edition_id).find(attempt.activity_id)
    return found is not None and found[1]["rules"].get("second_marker", False)
