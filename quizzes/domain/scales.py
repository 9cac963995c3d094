"""What learners choose on scales, kept so that nobody can say who chose what.

While an attempt is open a choice is saved as any answer is: it can be changed, on another
device too, and is never lost. After handing in, the sweep copies what was chosen to a table
that leads to nobody, and deletes the answers. It does so in a transaction of its own, for
all who handed in since the last time and in an order that is drawn, so that not even the
database's own numbers join a choice to an attempt.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from courses.exercises import KINDS
from lms.texts import Spoken
from quizzes.domain.attempts.reading import fold_answers
from quizzes.domain.versions import language_in, versions_of
from quizzes.models import Answer, AttemptItem, Bank, QuestionVersion, ScaleAnswer
from quizzes.models.scales import COHORT

PSEUDONYMOUS = frozenset(name for name, kind in KINDS.items() if kind.pseudonymous)
# The tick comes every quarter of an hour, and goes on where it was.
MOST_AT_ONCE = 500
# So long a choice waits in an attempt that nobody hands in.
OPEN_FOR = timedelta(days=30)
# This year's choices, and those of so many years before.
YEARS_KEPT = 2


@transaction.atomic
def part_scales(now: datetime) -> int:
    """Part what was chosen in attempts handed in from who chose it; returns how many
    choices. Answers that were taken back leave nothing."""
    handed_in = AttemptItem.objects.filter(
        version__kind__in=PSEUDONYMOUS,
        attempt__submitted_at__isnull=False,
        answers__isnull=False,
    ).distinct()
    versions = dict(
        handed_in.order_by("pk").values_list("pk", "version_id")[:MOST_AT_ONCE]
    )
    answers = Answer.objects.filter(item__in=versions).order_by("pk")
    chosen = fold_answers(answers.select_for_update(of=("self",)))
    rows = [
        ScaleAnswer(
            version_id=versions[item_id],
            step=answer.payload["choice"],
            year=timezone.localdate(now).year,
        )
        for item_id, answer in chosen.items()
    ]
    SystemRandom().shuffle(rows)
    ScaleAnswer.objects.bulk_create(rows)
    Answer.objects.filter(item__in=versions).delete()
    _publish({row.version_id for row in rows})
    return len(rows)


def _publish(version_ids: Iterable[int]) -> None:
    """Show what was not shown yet where enough people stand behind it."""
    new = ScaleAnswer.objects.filter(version__in=version_ids, published=False)
    counted = new.order_by().values_list("version").annotate(n=Count("pk"))
    enough = [version for version, n in counted if n >= COHORT]
    new.filter(version__in=enough).update(published=True)


@transaction.atomic
def forget_scales(now: datetime) -> int:
    """Delete what was chosen in attempts that nobody hands in, and what is older than
    two years; returns how many rows."""
    left, _each = Answer.objects.filter(
        item__version__kind__in=PSEUDONYMOUS,
        item__attempt__submitted_at=None,
        received_at__lt=now - OPEN_FOR,
    ).delete()
    first_year = timezone.localdate(now).year - YEARS_KEPT
    old, _each = ScaleAnswer.objects.filter(year__lt=first_year).delete()
    return left + old


@dataclass(frozen=True)
class Figure:
    """A scale as its authors see it: `steps` with how many chose each, in their order.
    None where fewer than COHORT people stand behind it."""

    prompt: Spoken
    made_on: datetime
    steps: list[tuple[str, int]] | None

    @property
    def total(self) -> int:
        return sum(count for _step, count in self.steps or ())


def figures_of(bank: Bank, *, language: str) -> list[Figure]:
    """The scales that a bank's quizzes have asked, the newest version first; in three
    queries at most."""
    mine = bank.versions.filter(kind__in=PSEUDONYMOUS).order_by("-created_at", "-pk")
    versions = versions_of(mine.values_list("pk", flat=True))
    counts: dict[int, Counter] = {pk: Counter() for pk in versions}
    shown = ScaleAnswer.objects.filter(version__in=versions, published=True)
    for pk, step, n in shown.values_list("version", "step").annotate(n=Count("pk")):
        counts[pk][step] = n
    ordered = sorted(versions.values(), key=lambda one: one.created_at, reverse=True)
    return [_figure(version, counts[version.pk], language) for version in ordered]


def _figure(version: QuestionVersion, counts: Counter, language: str) -> Figure:
    language = language_in(version, language)
    content = version.content[language]
    steps = [(step["text"], counts[step["id"]]) for step in content["steps"]]
    return Figure(
        prompt=Spoken(content["prompt"], language),
        made_on=version.created_at,
        steps=steps if counts.total() >= COHORT else None,
    )
