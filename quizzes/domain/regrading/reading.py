"""What is read of regrades: by authors of a bank, and by the learner."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from lms.small_numbers import shown
from quizzes.domain.versions import content_in, language_in
from quizzes.models import (
    AttemptItem,
    Bank,
    GradeRecord,
    QuestionVersion,
    Regrade,
)
from quizzes.models.regrades import IN_FORCE


@dataclass(frozen=True)
class AskedRow:
    """A version of a question that was asked. `attempts` is None for one to four;
    `force` is the regrade that holds for it, if one does."""

    version: QuestionVersion
    prompt: str
    language: str
    attempts: int | None
    force: Regrade | None


def asked_of(bank: Bank, *, language: str) -> list[AskedRow]:
    """The versions of a bank's questions in attempts that were handed in, in three
    queries."""
    items = AttemptItem.objects.filter(
        version__bank=bank, attempt__submitted_at__isnull=False
    )
    times = dict(items.values_list("version").annotate(Count("pk")).order_by())
    versions = bank.versions.filter(pk__in=times).order_by("key", "-pk")
    held = Regrade.objects.filter(version__bank=bank, state__in=IN_FORCE)
    force = {regrade.version_id: regrade for regrade in held.order_by("pk")}
    return [
        AskedRow(
            version=version,
            prompt=content_in(version, language)["prompt"],
            language=language_in(version, language),
            attempts=shown(times[version.pk]),
            force=force.get(version.pk),
        )
        for version in versions
        if version.counts
    ]


def log_of(bank: Bank) -> QuerySet[Regrade]:
    """All regrades of a bank's questions, the newest first."""
    return Regrade.objects.filter(version__bank=bank).select_related(
        "version", "asked_by", "decided_by"
    )


def regrades_on(records: Iterable[GradeRecord]) -> dict[int, GradeRecord]:
    """{item id: its newest grade, with the regrade that gave it}, of the items that were
    graded again, from the grade records of an attempt, the oldest first."""
    return {one.item_id: one for one in records if one.regrade_id is not None}
