"""What an attempt came to."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from quizzes.domain.attempts.reading import items_of
from quizzes.domain.attempts.rules import points_needed
from quizzes.enums import RegradeHow
from quizzes.models import Attempt, AttemptItem, GradeRecord

# What nobody has to mark any more.
SETTLED = (RegradeHow.FULL, RegradeHow.DROP)


@dataclass(frozen=True)
class Outcome:
    """What an attempt came to, folded from its grade records; without the items that
    count for nothing, and those that a regrade `dropped`.

    `reached` says whether these grades pass. `passed` also holds for what passed before
    it was graded otherwise: nobody loses a pass.
    """

    total: int
    right: int
    points: float
    needed: int
    must_pass_total: int
    must_pass_right: int
    # Whatever the answers come to that nobody has marked yet.
    reached: bool
    passed: bool
    by_item: dict[int, float | None]
    dropped: frozenset[int] = frozenset()
    # How many answers wait for a person to mark them, and whether the attempt would
    # pass if all of them were right.
    waiting: int = 0
    may_pass: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether it is for the answers that wait to say if the attempt passes."""
        return self.may_pass and not self.passed

    @property
    def kept(self) -> bool:
        """Whether it passes only because it passed before."""
        return self.passed and not self.reached

    @property
    def score(self) -> float:
        """Points as shown: one decimal, cut off, so that nobody reads 8 who has 7.96."""
        return int(round(self.points * 10000) // 1000) / 10

    @property
    def has_parts(self) -> bool:
        """Whether something was partly right, and counts in part."""
        return self.points != self.right


def outcome_of(
    attempt: Attempt,
    *,
    items: list[AttemptItem] | None = None,
    instead: dict[int, Decimal] | None = None,
) -> Outcome:
    """Fold the newest grade of every item, of which `instead` replaces some. Passed: the
    pass mark is reached and every must-pass item is fully right (CURRICULUM, pass
    rules). What waits to be marked gives nothing until it is."""
    if items is None:
        items = items_of(attempt)
    return fold_grades(attempt, items, grades_of(attempt), instead=instead)


def grades_of(attempt: Attempt) -> list[GradeRecord]:
    """All grade records of an attempt, each with its regrade, the oldest first."""
    records = GradeRecord.objects.filter(item__attempt=attempt)
    return list(records.select_related("regrade").order_by("pk"))


def newest_grades(records: Iterable[GradeRecord]) -> dict[int, GradeRecord]:
    """{item id: the grade that counts}, of records with their regrades, the oldest
    first. The newest does; but who marks late undoes no full marks, and nothing that
    does not count."""
    newest = {}
    for record in records:
        held = newest.get(record.item_id)
        is_settled = held and held.regrade and held.regrade.how in SETTLED
        if record.regrade_id is not None or not is_settled:
            newest[record.item_id] = record
    return newest


def fold_grades(
    attempt: Attempt,
    items: list[AttemptItem],
    records: Iterable[GradeRecord],
    *,
    instead: dict[int, Decimal] | None = None,
) -> Outcome:
    """As outcome_of, from the grade records of the attempt (newest_grades)."""
    counting_records = newest_grades(records)
    dropped = frozenset(pk for pk, one in counting_records.items() if one.is_dropped)
    newest = {pk: one.correctness for pk, one in counting_records.items()}
    newest |= instead or {}
    counting = [i for i in items if i.version.counts and i.pk not in dropped]
    by_item = {item.pk: newest.get(item.pk) for item in counting}
    waiting = [pk for pk, value in by_item.items() if pk in newest and value is None]
    must = [item.pk for item in counting if item.version.must_pass]
    graded = {pk: float(value or 0) for pk, value in by_item.items()}
    best = graded | dict.fromkeys(waiting, 1.0)
    reached = _passes(graded, must, attempt.pass_percent)
    return Outcome(
        total=len(by_item),
        right=sum(value == 1 for value in graded.values()),
        points=sum(graded.values()),
        needed=points_needed(attempt.pass_percent, len(by_item)),
        must_pass_total=len(must),
        must_pass_right=sum(graded[pk] == 1 for pk in must),
        reached=reached,
        passed=reached or attempt.passed_at is not None,
        by_item=by_item,
        dropped=dropped,
        waiting=len(waiting),
        may_pass=_passes(best, must, attempt.pass_percent),
    )


def _passes(graded: dict[int, float], must: list[int], percent: int) -> bool:
    # In whole numbers: 80 % of 10 is 8, and never 8.000000001.
    points = round(sum(graded.values()) * 10000)
    reached = points * 100 >= percent * len(graded) * 10000
    return bool(graded) and reached and all(graded[pk] == 1 for pk in must)
