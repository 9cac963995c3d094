"""The questions of a bank as a file that other programs read."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from media.models import MediaImage
from quizzes.domain.pictures import as_picture, pictures_of
from quizzes.interchange import Format, Found, Problem
from quizzes.interchange.kinds import SIDES, without_ids
from quizzes.models import Bank, Question


@dataclass(frozen=True)
class Export:
    """`kinds` counts what the file holds; `problems` are what it does not."""

    data: bytes
    kinds: dict[str, int]
    problems: list[Problem]


def export_questions(bank: Bank, form: Format, *, language: str) -> Export:
    """The questions of a bank in a language, as they stand in the editor."""
    rows = bank.questions.filter(locale__language_code=language)
    rows = rows.select_related("latest_revision", "fact").order_by("key")
    rows = rows.prefetch_related("sectors")
    questions = [_newest(row) for row in rows]
    values = [
        block["value"]
        for question in questions
        for block in question.body.get_prep_value()[:1]
    ]
    images = pictures_of(values)
    kinds = {
        question.key: question.body[0].block_type
        for question in questions
        if question.body
    }
    found = [as_found(question, images) for question in questions]
    data = form.write([one for one in found if not one.stopped])
    return Export(
        data=data,
        kinds=dict(Counter(kinds[one.key] for one in found if not one.stopped)),
        problems=[problem for one in found for problem in one.problems],
    )


def as_found(question: Question, images: dict[int, MediaImage]) -> Found:
    """A question as formats write it. `images` has what it shows (pictures_of)."""
    found = Found(place=question.key, key=question.key)
    if not question.body:
        found.stop(_("Nothing is asked yet."))
        return found
    [block] = question.body.get_prep_value()[:1]
    kind, value = block["type"], without_ids(block["value"])
    found.prompt, found.feedback = value["prompt"] or "", value["feedback"] or ""
    side = SIDES.get(kind)
    if side is None:
        found.stop(_("No file can hold this kind of question."))
        return found
    if "image" in value:
        value["image"] = as_picture(value["image"], images)
    found.labels |= _labels(question)
    found.labels |= {"kind": kind}
    found.shape = side.shape(value, found.labels)
    return found


def _labels(question: Question) -> dict[str, str]:
    labels = {
        "topic": question.topic,
        "tags": question.tags,
        "sectors": " ".join(sorted(one.pk for one in question.sectors.all())),
        "difficulty": str(question.difficulty) if question.difficulty != 1 else "",
        "must_pass": "yes" if question.must_pass else "",
        "lesson": str(question.lesson_key or ""),
        "block": question.lesson_block if question.lesson_key else "",
        "fact": str(question.fact.translation_key) if question.fact else "",
    }
    return {name: value for name, value in labels.items() if value}


def _newest(question: Question) -> Question:
    revision = question.latest_revision
    return question.with_content_json(revision.content) if revision else question
