"""How long what an attempt holds is kept: answers go first, grades later, and that it
was taken and passed stays (ARCHITECTURE §2, ETHICS P7).

What somebody still needs waits: an attempt that is open, to be marked, or contested and
not yet answered, and one that a regrade is at work on.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lms.months import months_after
from quizzes.models import (
    Answer,
    Attempt,
    AttemptItem,
    Contest,
    GradeRecord,
    Mark,
    Marking,
    Regrade,
)
from quizzes.models.regrades import AT_WORK

# So many attempts are looked at in a run; the next one goes on.
MOST_AT_ONCE = 2000


def forget_what_is_old(now: datetime) -> None:
    """Both, for the tick."""
    forget_answers(now)
    forget_grades(now)


def forget_answers(now: datetime) -> int:
    """Delete the answers of attempts that were handed in long ago; returns of how
    many."""
    before = months_after(now, -settings.RELAY_ANSWERS_MONTHS)
    old = Attempt.objects.filter(submitted_at__lt=before, answers_gone_at=None)
    return sum(_forget_answers(pk, now) for pk in _free(old))


def forget_grades(now: datetime) -> int:
    """Delete grades, and what was contested and answered, of attempts of still longer
    ago; returns of how many. Whether an attempt passed is noted on it."""
    before = months_after(now, -settings.RELAY_GRADES_MONTHS)
    old = Attempt.objects.filter(
        submitted_at__lt=before, answers_gone_at__isnull=False, grades_gone_at=None
    )
    return sum(_forget_grades(pk, now) for pk in _free(old))


def _free(old: QuerySet[Attempt]) -> Iterator[int]:
    """Those among these that nobody needs any more, the oldest first."""
    free = _needed_by_nobody(old).order_by("submitted_at")
    yield from free.values_list("pk", flat=True)[:MOST_AT_ONCE]


def _needed_by_nobody(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    contested = Contest.objects.open().filter(attempt=OuterRef("pk"))
    regraded = AttemptItem.objects.filter(
        attempt=OuterRef("pk"),
        version__in=Regrade.objects.filter(state__in=AT_WORK).values("version"),
    )
    to_mark = Marking.objects.filter(item__attempt=OuterRef("pk"), decided_at=None)
    return attempts.filter(~Exists(contested), ~Exists(regraded), ~Exists(to_mark))


@transaction.atomic
def _forget_answers(pk: int, now: datetime) -> bool:
    attempt = _locked(pk)
    if attempt is None or attempt.answers_gone_at is not None:
        return False
    Answer.objects.filter(item__attempt=attempt).delete()
    attempt.answers_gone_at = now
    attempt.save(update_fields=["answers_gone_at"])
    return True


@transaction.atomic
def _forget_grades(pk: int, now: datetime) -> bool:
    attempt = _locked(pk)
    if attempt is None or attempt.grades_gone_at is not None:
        return False
    GradeRecord.objects.filter(item__attempt=attempt).delete()
    Mark.objects.filter(marking__item__attempt=attempt).delete()
    Marking.objects.filter(item__attempt=attempt).delete()
    attempt.contests.all().delete()
    attempt.grades_gone_at = now
    attempt.save(update_fields=["grades_gone_at"])
    return True


def _locked(pk: int) -> Attempt | None:
    """An attempt with a lock on its row, which contesting and regrading take as well;
    None where somebody has come to need it meanwhile."""
    held = Attempt.objects.select_for_update(of=("self",)).get(pk=pk)
    still_free = _needed_by_nobody(Attempt.objects.filter(pk=pk))
    return held if still_free.exists() else None
