"""What follows when an attempt has passed."""

from datetime import datetime

from courses.domain.editions.comparing import still_counts
from courses.domain.progress import complete_activity
from quizzes.domain.attempts.outcome import outcome_of
from quizzes.domain.attempts.rules import part_of
from quizzes.enums import QuizPart
from quizzes.models import Attempt, AttemptItem


def pass_if_reached(
    attempt: Attempt,
    *,
    items: list[AttemptItem] | None = None,
    language: str,
    now: datetime,
) -> None:
    """The first time that its grades pass, an attempt has passed for good, and the quiz
    is completed where the attempt still counts; a pre-test as it is handed in. The
    caller has just graded, and holds the lock on the attempt's row."""
    has_passed = not attempt.passed_at and outcome_of(attempt, items=items).reached
    if has_passed:
        attempt.passed_at = now
        attempt.save(update_fields=["passed_at"])
    completes = has_passed or part_of(attempt) == QuizPart.PRE
    if completes and counts(attempt):
        complete_activity(
            attempt.enrolment, attempt.activity_id, language=language, now=now
        )


def counts(attempt: Attempt) -> bool:
    """Whether passing it completes the quiz. One left over from an earlier cycle does
    not, nor one begun in an edition whose quiz was changed materially since."""
    enrolment = attempt.enrolment
    return attempt.cycle == enrolment.cycle and still_counts(
        attempt.activity_id,
        done_in=attempt.edition_id,
        now_in=enrolment.edition_id,
        language=attempt.language,
    )
