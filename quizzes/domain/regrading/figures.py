"""What a regrade does to attempts, counted: before it is decided, and as it is done."""

from dataclasses import asdict, dataclass, fields

from lms.small_numbers import shown
from quizzes.domain.attempts.grading import Graded, graded_by, regraded
from quizzes.domain.attempts.outcome import Outcome, fold_grades, newest_grades
from quizzes.enums import RegradeHow
from quizzes.models import Answer, AttemptItem, GradeRecord, Regrade


@dataclass
class Figures:
    """How many attempts; `people` are persons.

    `attempts` were handed in with the question. Of these `changed` get another grade,
    `passing` pass by it, and `kept` would not reach the pass mark any more and keep
    their pass. For `people` the quiz counts as completed by it. `unfit` cannot be graded
    by the new key and stay as they are, as do those whose answers are `gone`.
    """

    attempts: int = 0
    changed: int = 0
    passing: int = 0
    people: int = 0
    kept: int = 0
    unfit: int = 0
    gone: int = 0

    @classmethod
    def of(cls, row: dict) -> "Figures":
        """From what as_row gave."""
        return cls(**{one.name: row.get(one.name, 0) for one in fields(cls)})

    def as_row(self) -> dict[str, int]:
        return asdict(self)

    @property
    def shown(self) -> dict[str, int | None]:
        """As people may read them: None for one to four (ETHICS P6)."""
        return {name: shown(count) for name, count in self.as_row().items()}

    def add(self, effect: "Effect") -> None:
        """Count one attempt."""
        self.attempts += 1
        self.changed += effect.graded is not None
        self.passing += effect.passes
        self.kept += effect.keeps
        self.unfit += effect.stays == "unfit"
        self.gone += effect.stays == "gone"


@dataclass(frozen=True)
class Effect:
    """What becomes of one attempt. `graded` is the new grade of the item, None where it
    stays as it is: because nothing changes, or it `stays` "unfit" or "gone"."""

    graded: Graded | None
    before: Outcome
    after: Outcome
    stays: str = ""

    @property
    def passes(self) -> bool:
        """Whether the attempt passes by it."""
        return self.after.reached and not self.before.passed

    @property
    def keeps(self) -> bool:
        """Whether it would not pass any more, and keeps its pass."""
        return self.before.reached and not self.after.reached


def effect_on(
    item: AttemptItem,
    regrade: Regrade,
    *,
    items: list[AttemptItem],
    records: list[GradeRecord],
    answer: Answer | None,
) -> Effect:
    """What a regrade does to the attempt of an item. `items` and `records` are all of
    the attempt, the oldest first."""
    attempt = item.attempt
    before = fold_grades(attempt, items, records)
    mine = [record for record in records if record.item_id == item.pk]
    if not mine or (attempt.answers_gone_at and regrade.how == RegradeHow.NEW_KEY):
        return Effect(None, before, before, stays="gone")
    own = next(record for record in reversed(mine) if record.regrade_id is None)
    graded = regraded(regrade, item, answer, own=graded_by(own))
    if graded is None:
        return Effect(None, before, before, stays="unfit")
    if graded == graded_by(newest_grades(mine)[item.pk]):
        return Effect(None, before, before)
    record = graded.record(item, reason="", now=attempt.submitted_at, regrade=regrade)
    return Effect(graded, before, fold_grades(attempt, items, [*records, record]))
