"""How right one answer is: by the key of its question, or by what a regrade says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from courses.exercises import InvalidAnswer, Verdict, best_verdict, kind_of
from quizzes.domain.versions import content_in, versions_of
from quizzes.enums import RegradeHow
from quizzes.models import Answer, AttemptItem, GradeRecord, QuestionVersion, Regrade
from quizzes.models.regrades import IN_FORCE


@dataclass(frozen=True)
class Graded:
    """How right an answer is, None for not graded (yet); or that it does not count."""

    correctness: Decimal | None
    is_dropped: bool = False

    @classmethod
    def of(cls, verdict: Verdict) -> "Graded":
        """What a key says of it."""
        if verdict.correctness is None:
            return cls(None)
        return cls(Decimal(str(round(verdict.correctness, 4))))

    def record(
        self,
        item: AttemptItem,
        *,
        reason: str,
        now: datetime,
        regrade: Regrade | None = None,
    ) -> GradeRecord:
        """Itself as a row that is not yet written."""
        return GradeRecord(
            item=item,
            correctness=self.correctness,
            is_dropped=self.is_dropped,
            reason=reason,
            graded_at=now,
            regrade=regrade,
        )


def graded_by(record: GradeRecord) -> Graded:
    """What a row says."""
    return Graded(record.correctness, record.is_dropped)


def verdict_on(
    version: QuestionVersion, answer: Answer | None, *, language: str
) -> Verdict:
    """By the key of a version; what was typed counts in each of its languages."""
    content = content_in(version, language)
    contents = version.content.values() if kind_of(content).worded else [content]
    return best_verdict(contents, answer.payload if answer else None)


def standing_regrades(version_ids: Iterable[int]) -> dict[int, Regrade]:
    """{version id: the regrade that holds for it}, in one query."""
    rows = Regrade.objects.filter(version__in=set(version_ids), state__in=IN_FORCE)
    return {regrade.version_id: regrade for regrade in rows.order_by("pk")}


def fits(regrade: Regrade, answer: Answer | None, *, language: str) -> bool:
    """Whether an answer can be graded as a regrade says: its options may be gone from
    the question that grades it."""
    if regrade.how != RegradeHow.NEW_KEY or answer is None:
        return True
    content = content_in(versions_of([regrade.by_id])[regrade.by_id], language)
    try:
        kind_of(content).clean(content, answer.payload)
    except InvalidAnswer:
        return False
    return True


def regraded(
    regrade: Regrade, item: AttemptItem, answer: Answer | None, *, own: Graded
) -> Graded | None:
    """What a regrade makes of an answer that was graded `own` before any; None where it
    does not fit. Whether it must be right to pass stays as it was asked."""
    language = item.attempt.language
    match regrade.how:
        case RegradeHow.DROP:
            return Graded(None, is_dropped=True)
        case RegradeHow.FULL:
            return Graded(Decimal(1))
        case RegradeHow.AS_BEFORE:
            return own
    if not fits(regrade, answer, language=language):
        return None
    by = versions_of([regrade.by_id])[regrade.by_id]
    return Graded.of(verdict_on(by, answer, language=language))
