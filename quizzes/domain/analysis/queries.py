"""What the screens of the analysis show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery

from quizzes.domain.analysis.figures import FEWEST
from quizzes.domain.retiring import in_use
from quizzes.models import Bank, QuestionVersion, Retirement, VersionAnalysis


@dataclass(frozen=True)
class Told:
    """A question with figures: those of its newest version that has any. `is_older`
    when it was changed since."""

    row: VersionAnalysis
    is_retired: bool
    is_older: bool

    @property
    def version(self) -> QuestionVersion:
        return self.row.version


@dataclass(frozen=True)
class BankFigures:
    """`too_few` questions are in use and have no figures."""

    told: list[Told]
    too_few: int

    @property
    def flagged(self) -> int:
        return sum(one.row.is_flagged for one in self.told if not one.is_retired)


def newest_of(keys=None):
    """The newest row of each question."""
    newest = VersionAnalysis.objects.filter(question_key=OuterRef("question_key"))
    rows = VersionAnalysis.objects.filter(
        version=Subquery(newest.order_by("-version").values("version")[:1])
    )
    return rows if keys is None else rows.filter(question_key__in=keys)


def flagged_keys():
    """Keys of questions about which something is worth a look."""
    return newest_of().filter(is_flagged=True).values("question_key")


def figures_of_bank(bank: Bank) -> BankFigures:
    """In four queries, whatever the bank holds."""
    rows = list(newest_of().filter(bank=bank).select_related("version"))
    retired = set(bank.retirements.values_list("question_key", flat=True))
    newest = dict(
        QuestionVersion.objects.filter(bank=bank)
        .order_by()
        .values_list("question_key")
        .annotate(newest=Max("pk"))
    )
    asked = set(in_use(bank.questions.all()).values_list("translation_key", flat=True))
    told = [
        Told(
            row,
            row.question_key in retired,
            newest[row.question_key] != row.version_id,
        )
        for row in rows
    ]
    return BankFigures(told, len(asked - {row.question_key for row in rows}))


def versions_of_question(bank: Bank, key: UUID) -> list[VersionAnalysis]:
    """All that is told of a question, the newest version first."""
    return list(
        VersionAnalysis.objects.filter(bank=bank, question_key=key)
        .select_related("version")
        .order_by("-version")
    )


def is_retired(bank: Bank, key: UUID) -> bool:
    return Retirement.objects.filter(bank=bank, question_key=key).exists()


def flags_by_question(keys: Iterable[UUID]) -> dict[UUID, list[dict]]:
    """What is worth a look about some questions."""
    found = defaultdict(list)
    for key, flags in newest_of(list(keys)).values_list("question_key", "flags"):
        found[key] = flags
    return found


__all__ = [
    "FEWEST",
    "BankFigures",
    "Told",
    "figures_of_bank",
    "flagged_keys",
    "flags_by_question",
    "is_retired",
    "newest_of",
    "versions_of_question",
]
