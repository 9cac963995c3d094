"""Questions as the rows of a table."""

from collections.abc import Iterator
from itertools import zip_longest

from django.utils.translation import gettext as _

from courses.exercises.numbers import written
from quizzes.interchange import shapes
from quizzes.interchange.found import Found
from quizzes.interchange.table.columns import TAKEN
from quizzes.interchange.table.reading import UNIT
from quizzes.interchange.texts import cleaned

Line = dict[str, str]
# Columns of their own say these, or the answers do.
_ELSEWHERE = frozenset({"kind", "topic", "difficulty", "must_pass", "percent"})
# The most that a cell of a spreadsheet holds.
LONGEST = 32_000


def lines_of(questions: list[Found]) -> Iterator[Line]:
    """A line for each row, by column. What cannot be written is noted at each."""
    for found in questions:
        about, answers = _about(found), list(_answers(found))
        lines = [
            one | other for one, other in zip_longest([about], answers, fillvalue={})
        ]
        lines = [
            {name: cleaned(text) for name, text in line.items() if cleaned(text)}
            for line in lines
        ]
        if any(len(text) > LONGEST for line in lines for text in line.values()):
            found.stop(_("A text of it is longer than a cell holds."))
        if not found.stopped:
            yield from lines


def _about(found: Found) -> Line:
    labels = found.labels
    settings = dict(sorted(labels.items()))
    if isinstance(found.shape, shapes.Essay):
        limits = {"least": found.shape.least, "most": found.shape.most}
        settings |= {name: str(value) for name, value in limits.items() if value}
        if found.shape.has_levels:
            found.lose(_("The levels of a rubric are not written."))
    return {
        "key": found.key,
        "kind": labels.get("kind", ""),
        "question": found.prompt,
        "text": getattr(found.shape, "text", ""),
        "feedback": found.feedback,
        "topic": labels.get("topic", ""),
        "difficulty": labels.get("difficulty", ""),
        "must_pass": labels.get("must_pass", ""),
        "settings": "\n".join(
            f"{name}={value}"
            for name, value in settings.items()
            if name not in _ELSEWHERE
        ),
    }


def _answers(found: Found) -> Iterator[Line]:
    if found.labels.get("kind") not in TAKEN:
        found.stop(_("This format has no such kind of question."))
        return
    match found.shape:
        case shapes.Choice(options, multiple):
            yield from (_option(one, part=not multiple) for one in options)
        case shapes.Marked(_text, options):
            yield from (_option(one, part=False) for one in options)
        case shapes.Statement(holds):
            yield {"answer": "true" if holds else "false"}
        case shapes.Match():
            yield from _pairs(found.shape)
        case shapes.Order(steps):
            for step in steps:
                yield {
                    "answer": step.text,
                    "belongs_to": step.when,
                    "said": step.feedback,
                }
        case shapes.Numbers():
            yield from _numbers(found.shape)
        case shapes.Words(accepted):
            for one in accepted:
                yield {
                    "answer": one.pattern,
                    "right": written(one.worth),
                    "said": one.feedback,
                }
        case shapes.Gaps(_text, gaps):
            for number, gap in enumerate(gaps, start=1):
                yield from _gap(number, gap)
        case shapes.Scale(steps):
            yield from ({"answer": step} for step in steps)
        case shapes.Essay(rubric):
            for text, points, full in rubric:
                yield {"answer": text, "points": str(points), "said": full}


def _option(option: shapes.Option, *, part: bool) -> Line:
    """`part`: a wrong one may be worth something."""
    right = "yes" if option.is_right else "no"
    if part and option.is_right and option.worth != 100:
        right = written(option.worth)
    return {"answer": option.text, "right": right, "said": option.feedback}


def _pairs(shape: shapes.Match) -> Iterator[Line]:
    for pair in shape.pairs:
        yield {"answer": pair.left, "belongs_to": pair.right, "said": pair.feedback}
    named = {pair.right for pair in shape.pairs}
    yield from ({"belongs_to": one} for one in shape.rights if one not in named)


def _numbers(shape: shapes.Numbers) -> Iterator[Line]:
    for number in shape.numbers:
        yield {
            "answer": written(number.value),
            "right": written(number.worth),
            "tolerance": written(number.near) + (" %" if number.relative else ""),
            "said": number.feedback,
        }
    for unit in shape.units:
        yield {"part": UNIT, "answer": unit.name, "belongs_to": written(unit.factor)}


def _gap(number: int, gap: shapes.Gap) -> Iterator[Line]:
    for place, pattern in enumerate(gap.patterns):
        yield {
            "part": str(number),
            "answer": pattern,
            "right": "yes",
            "said": "" if place else gap.feedback,
        }
    for wrong in gap.wrong:
        yield {"part": str(number), "answer": wrong, "right": "no"}
