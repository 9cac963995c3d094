"""Where a question is used: which quizzes draw from its bank, which editions have it,
and how often it was asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from courses.models import Edition
from quizzes.domain.analysis.figures import FEWEST
from quizzes.models import AttemptItem, Bank, QuestionVersion, QuizPage


@dataclass(frozen=True)
class EditionUse:
    """An edition whose quizzes may ask a version of the question. `is_current` is that
    learners begin in it today."""

    edition: Edition
    is_current: bool


@dataclass(frozen=True)
class Uses:
    """`asked` is in how many attempts it was asked; None for fewer than FEWEST, which
    would be about these few."""

    quizzes: list[QuizPage]
    editions: list[EditionUse]
    asked: int | None


def uses_of(bank: Bank, key: UUID) -> Uses:
    """In a number of queries that depends on nothing but what courses there are."""
    quizzes = list(
        QuizPage.objects.filter(bank=bank, alias_of=None)
        .select_related("locale")
        .order_by("path")
    )
    versions = set(
        QuestionVersion.objects.filter(question_key=key).values_list("pk", flat=True)
    )
    asked = AttemptItem.objects.filter(version__in=versions).count()
    return Uses(quizzes, _editions(bank, versions), asked if asked >= FEWEST else None)


def _editions(bank: Bank, versions: set[int]) -> list[EditionUse]:
    if not versions:
        return []
    editions = Edition.objects.filter(
        course__owner=bank.course.owner_id
    ).select_related("course")
    return [
        EditionUse(edition, edition.course.current_edition_id == edition.pk)
        for edition in editions.order_by("course__code", "-number").iterator()
        if versions & _asked_in(edition.outline)
    ]


def _asked_in(outline: dict) -> set[int]:
    """Ids of the versions that an edition's quizzes ask."""
    return {
        version
        for module in outline.get("modules", [])
        for activity in module["activities"]
        for version in activity["rules"].get("versions", [])
    }


def asked_by_question(keys: Iterable[UUID]) -> dict[UUID, int | None]:
    """{key: in how many attempts a question was asked}, as Uses has it; in one query."""
    keys = set(keys)
    counted = (
        AttemptItem.objects.filter(version__question_key__in=keys)
        .order_by()
        .values_list("version__question_key")
        .annotate(number=Count("pk"))
    )
    enough = {key: number for key, number in counted if number >= FEWEST}
    return {key: enough.get(key) for key in keys}
