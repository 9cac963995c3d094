"""Handing in: grading what the program grades, and what follows from it."""

from datetime import datetime

from django.db import transaction

from quizzes.domain.attempts.grading import (
    Graded,
    regraded,
    standing_regrades,
    verdict_on,
)
from quizzes.domain.attempts.passing import pass_if_reached
from quizzes.domain.attempts.reading import current_answers, items_of
from quizzes.domain.clock import is_over
from quizzes.domain.marking.opening import open_markings
from quizzes.models import Attempt, GradeRecord


@transaction.atomic
def submit_attempt(attempt: Attempt, *, language: str, now: datetime) -> Attempt:
    """Hand in and grade; when passed, the quiz counts as completed, and a pre-test by
    whatever was answered. What a person has to mark waits for that.

    Handing in twice grades once. What is handed in after its deadline was handed in at
    it.
    """
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment")
        .get(pk=attempt.pk)
    )
    if attempt.submitted_at is not None:
        return attempt
    if is_over(attempt, now=now):
        now = attempt.deadline_at
    answers = current_answers(attempt)
    items = items_of(attempt)
    standing = standing_regrades(item.version_id for item in items)
    records, to_mark = [], []
    for item in items:
        answer = answers.get(item.pk)
        verdict = verdict_on(item.version, answer, language=language)
        graded = Graded.of(verdict)
        records.append(graded.record(item, reason="automatic", now=now))
        regrade = standing.get(item.version_id)
        other = regrade and regraded(regrade, item, answer, own=graded)
        if other and other != graded:
            records.append(
                other.record(item, reason="regrade", now=now, regrade=regrade)
            )
        elif verdict.to_be_marked:
            to_mark.append(item)
    GradeRecord.objects.bulk_create(records)
    attempt.submitted_at = now
    attempt.save(update_fields=["submitted_at"])
    open_markings(attempt, to_mark, now=now)
    pass_if_reached(attempt, items=items, language=language, now=now)
    return attempt
