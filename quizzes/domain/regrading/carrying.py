"""Looking at what a regrade would do, and carrying it out, in the background.

Both may be cut off and begun again. Carrying out goes through every attempt that asks
the question, open ones too, and takes the lock that handing in takes: what was handed in
before gets its new grade here, what is handed in afterwards finds the regrade in force
(quizzes.domain.attempts.grading.standing_regrades). None falls between the two.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from courses.domain.long_work import broken_off, take_up
from courses.models import ActivityProgress
from lms import audit
from lms.chunks import Clock, chunks
from quizzes.domain.attempts.outcome import grades_of
from quizzes.domain.attempts.passing import counts, pass_if_reached
from quizzes.domain.attempts.reading import current_answers, fold_answers, items_of
from quizzes.domain.marking.opening import match_regrade
from quizzes.domain.regrading.figures import Effect, Figures, effect_on
from quizzes.domain.regrading.telling import tell_of_pass
from quizzes.domain.versions import versions_of
from quizzes.enums import RegradeState
from quizzes.models import Answer, Attempt, AttemptItem, GradeRecord, Regrade
from quizzes.models.regrades import AT_WORK
from quizzes.tasks import regrade_attempts

# So many attempts are looked at, and told of, at a time.
CHUNK = 200


def work_on(regrade_id: int, *, clock: Clock) -> None:
    """Look, or carry out, whichever is its turn; nothing for one that waits for a person
    or is finished. `clock` tells the time, which goes on meanwhile."""
    regrade = Regrade.objects.filter(pk=regrade_id).first()
    if regrade is None:
        return
    if regrade.state == RegradeState.LOOKING:
        _look(regrade, clock)
    elif regrade.state == RegradeState.UNDER_WAY:
        _carry_out(regrade, clock)


def sweep(now: datetime) -> int:
    """Go on with what broke off; returns how many."""
    at_work = Regrade.objects.filter(state__in=AT_WORK)
    return take_up(broken_off(at_work, now=now), regrade_attempts.enqueue, now=now)


# --- Looking ------------------------------------------------------------------------


def _look(regrade: Regrade, clock: Clock) -> None:
    """Count what it would do. Nothing is written but the figures."""
    asked = AttemptItem.objects.filter(
        version=regrade.version_id, attempt__submitted_at__isnull=False
    )
    pks = list(asked.order_by("pk").values_list("pk", flat=True))
    figures, people, looked = Figures(), set(), 0
    for chunk in chunks(pks, CHUNK):
        for attempt, effect in _effects(regrade, chunk):
            figures.add(effect)
            if effect.passes and counts(attempt):
                people.add((attempt.enrolment_id, attempt.activity_id, attempt.cycle))
        looked += len(chunk)
        _still_looking(regrade).update(done=looked, total=len(pks), heard_at=clock())
    figures.people = len(people - _completed(people))
    _still_looking(regrade).update(
        state=RegradeState.LOOKED, preview=figures.as_row(), heard_at=clock()
    )


def _still_looking(regrade: Regrade):
    """It may be set aside meanwhile."""
    return Regrade.objects.filter(pk=regrade.pk, state=RegradeState.LOOKING)


def _effects(regrade: Regrade, pks) -> Iterator[tuple[Attempt, Effect]]:
    """What it does to the attempts of these items, in as many queries for many as for
    one."""
    mine = AttemptItem.objects.select_related("attempt__enrolment").in_bulk(pks)
    attempts = {item.attempt_id: item.attempt for item in mine.values()}
    items, records = defaultdict(list), defaultdict(list)
    for item in AttemptItem.objects.filter(attempt__in=attempts).order_by("position"):
        items[item.attempt_id].append(item)
    asked = {item.version_id for row in items.values() for item in row}
    versions = versions_of(asked)
    for item in (item for row in items.values() for item in row):
        item.attempt, item.version = (
            attempts[item.attempt_id],
            versions[item.version_id],
        )
    graded = GradeRecord.objects.filter(item__attempt__in=attempts).order_by("pk")
    for record in graded.select_related("item", "regrade"):
        records[record.item.attempt_id].append(record)
    answers = fold_answers(Answer.objects.filter(item__in=mine).order_by("pk"))
    for item in mine.values():
        yield (
            item.attempt,
            effect_on(
                item,
                regrade,
                items=items[item.attempt_id],
                records=records[item.attempt_id],
                answer=answers.get(item.pk),
            ),
        )


def _completed(people: set[tuple]) -> set[tuple]:
    """Those among these (enrolment, activity, cycle) that are completed without it."""
    done = ActivityProgress.objects.filter(
        enrolment__in={enrolment for enrolment, _activity, _cycle in people},
        completed_at__isnull=False,
    )
    return set(done.values_list("enrolment", "activity", "cycle"))


# --- Carrying out -------------------------------------------------------------------


def _carry_out(regrade: Regrade, clock: Clock) -> None:
    asked = AttemptItem.objects.filter(version=regrade.version_id).order_by("pk")
    pks = list(asked.filter(pk__gt=regrade.cursor).values_list("pk", flat=True))
    Regrade.objects.filter(pk=regrade.pk).update(total=regrade.done + len(pks))
    for pk in pks:
        _treat(regrade.pk, pk, now=clock())
    _finish(regrade.pk, now=clock())


@transaction.atomic
def _treat(regrade_id: int, item_id: int, *, now: datetime) -> None:
    """Give one item its new grade, count it and note that it was done: all or nothing."""
    regrade = _under_way(regrade_id)
    if regrade is None or regrade.cursor >= item_id:
        # A worker that was taken for dead has done it.
        return
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment__user")
        .get(items=item_id)
    )
    # One that is open gets it when it is handed in.
    if attempt.submitted_at is not None:
        figures = Figures.of(regrade.result)
        _grade(regrade, attempt, item_id, figures, now=now)
        regrade.result = figures.as_row()
    regrade.cursor, regrade.heard_at = item_id, now
    regrade.done += 1
    regrade.save(update_fields=["cursor", "heard_at", "done", "result"])


def _grade(regrade, attempt, item_id: int, figures: Figures, *, now: datetime) -> None:
    items = items_of(attempt)
    item = next(one for one in items if one.pk == item_id)
    effect = effect_on(
        item,
        regrade,
        items=items,
        records=grades_of(attempt),
        answer=current_answers(attempt).get(item.pk),
    )
    figures.add(effect)
    if effect.graded is None:
        return
    effect.graded.record(item, reason="regrade", now=now, regrade=regrade).save()
    waits = effect.graded.correctness is None and not effect.graded.is_dropped
    match_regrade(attempt, item, waits=waits, now=now)
    if effect.passes:
        figures.people += _completes(attempt)
        tell_of_pass(attempt, regrade, now=now)
    pass_if_reached(attempt, items=items, language=attempt.language, now=now)


def _completes(attempt: Attempt) -> bool:
    """Whether the quiz counts as completed once this attempt passes, and did not yet."""
    return (
        counts(attempt)
        and not ActivityProgress.objects.filter(
            enrolment=attempt.enrolment_id,
            activity=attempt.activity_id,
            cycle=attempt.cycle,
            completed_at__isnull=False,
        ).exists()
    )


@transaction.atomic
def _finish(regrade_id: int, *, now: datetime) -> None:
    regrade = _under_way(regrade_id)
    if regrade is None:
        return
    regrade.state, regrade.finished_at = RegradeState.DONE, now
    regrade.save(update_fields=["state", "finished_at"])
    audit.record(
        "quizzes.regraded",
        actor=regrade.decided_by,
        subject=regrade,
        now=now,
        data={"question": regrade.version.key, "how": regrade.how} | regrade.result,
    )


def _under_way(regrade_id: int) -> Regrade | None:
    """The regrade with a lock on its row; None once somebody else has finished it."""
    held = Regrade.objects.select_for_update(of=("self",)).filter(pk=regrade_id)
    return held.filter(state=RegradeState.UNDER_WAY).first()
