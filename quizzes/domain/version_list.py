"""The versions of a bank's questions, and which editions ask each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from courses.domain.manifest import outlines_of
from courses.models import Edition
from quizzes.models import Bank, Question, QuestionVersion


@dataclass(frozen=True)
class Line:
    """One version: the how manieth of its question, and the numbers of the editions
    that ask it."""

    version: QuestionVersion
    number: int
    editions: list[int]


@dataclass(frozen=True)
class Versions:
    """A question with its versions, the newest first. `question` is a row of it, or None
    where it is there no more."""

    key: str
    question: Question | None
    lines: list[Line]


def version_keys(bank: Bank) -> list[UUID]:
    """The questions of a bank that have a version, in the order of their keys."""
    rows = QuestionVersion.objects.filter(bank=bank).order_by("key", "question_key")
    return list(dict.fromkeys(rows.values_list("question_key", flat=True)))


def versions_with_uses(bank: Bank, keys: Iterable[UUID]) -> list[Versions]:
    """The versions of these questions; in four queries at most."""
    keys = list(keys)
    asked = _editions(bank)
    found = defaultdict(list)
    rows = QuestionVersion.objects.filter(bank=bank, question_key__in=keys)
    for version in rows.defer("content").order_by("pk"):
        found[version.question_key].append(version)
    questions = {
        row.translation_key: row
        for row in Question.objects.filter(translation_key__in=keys).order_by("-pk")
    }
    return [
        Versions(
            found[key][-1].key,
            questions.get(key),
            [
                Line(version, number, asked[version.pk])
                for number, version in enumerate(found[key], start=1)
            ][::-1],
        )
        for key in keys
    ]


def _editions(bank: Bank) -> dict[int, list[int]]:
    """{version id: the numbers of the editions that ask it}."""
    numbers = dict(
        Edition.objects.filter(course=bank.course_id)
        .order_by("number")
        .values_list("pk", "number")
    )
    outlines = outlines_of(numbers)
    asked: dict[int, list[int]] = defaultdict(list)
    for edition, number in numbers.items():
        ids = {
            pk
            for module in outlines[edition].modules
            for activity in module["activities"]
            for pk in activity["rules"].get("versions", ())
        }
        for pk in ids:
            asked[pk].append(number)
    return asked
