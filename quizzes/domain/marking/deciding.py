"""What the marks of an answer come to, and when they are enough.

One person marks. A second one does where the quiz asks for it, and where it may decide
about passing: when all open answers of an attempt have been marked once, and the attempt
would pass with all those marks APART higher and not with all of them APART lower. Two
that differ by no more than APART count with their mean. When they differ by more, a
third one decides alone.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from quizzes.domain.attempts.outcome import outcome_of
from quizzes.domain.attempts.passing import pass_if_reached
from quizzes.domain.marking.telling import tell_learner
from quizzes.models import Attempt, GradeRecord, Marking

# Of all the points of an answer.
APART = Decimal("0.25")


def value_of(marks: Sequence[Decimal]) -> Decimal | None:
    """What one, two or three marks come to; None where two are too far apart."""
    if len(marks) == 2:
        first, second = marks
        if abs(first - second) > APART:
            return None
        return ((first + second) / 2).quantize(Decimal("0.0001"))
    return marks[-1]


def settle(attempt: Attempt, *, now: datetime) -> None:
    """Decide what can be decided, and ask for another marker where one is needed. The
    caller holds the lock on the attempt's row, and has just added a mark."""
    waiting = list(
        Marking.objects.filter(item__attempt=attempt, decided_at=None)
        .prefetch_related("marks")
        .order_by("pk")
    )
    values = {one.pk: _value(one) for one in waiting}
    once = [one for one in waiting if one.needed == 1]
    if once and not all(one.given for one in once):
        # Whether they decide about passing can be said of all of them together.
        values |= {one.pk: None for one in once}
    elif once and _may_turn(attempt, {one.item_id: values[one.pk] for one in once}):
        values |= {one.pk: None for one in once}
        _ask_for(once, 2)
    apart = [
        one
        for one in waiting
        if one.given == one.needed == 2 and values[one.pk] is None
    ]
    _ask_for(apart, 3)
    decided = [one for one in waiting if values[one.pk] is not None]
    for one in decided:
        _decide(one, values[one.pk], now=now)
    if decided:
        pass_if_reached(attempt, language=attempt.language, now=now)
    if decided and len(decided) == len(waiting):
        tell_learner(attempt, now=now)


def _value(marking: Marking) -> Decimal | None:
    """What an answer's marks come to; None while one of them is missing, or too far from
    the other."""
    if marking.given < marking.needed:
        return None
    return value_of([mark.correctness for mark in marking.marks.all()])


def _may_turn(attempt: Attempt, values: dict[int, Decimal]) -> bool:
    """Whether a stricter or a milder marker could have turned the result."""
    strict = {pk: max(value - APART, Decimal(0)) for pk, value in values.items()}
    mild = {pk: min(value + APART, Decimal(1)) for pk, value in values.items()}
    return (
        outcome_of(attempt, instead=strict).passed
        != outcome_of(attempt, instead=mild).passed
    )


def _ask_for(markings: list[Marking], needed: int) -> None:
    pks = [one.pk for one in markings]
    Marking.objects.filter(pk__in=pks).update(needed=needed)


def _decide(marking: Marking, value: Decimal, *, now: datetime) -> None:
    GradeRecord.objects.create(
        item_id=marking.item_id, correctness=value, reason="marked", graded_at=now
    )
    marking.decided_at = now
    marking.save(update_fields=["decided_at"])
