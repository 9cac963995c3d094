from decimal import Decimal, InvalidOperation
from itertools import groupby, islice

from courses.exercises.numbers import written
from courses.exercises.numeric import ABSOLUTE, RELATIVE
from courses.exercises.typed import lines_of
from lms.digits import whole_number
from quizzes.interchange.kinds.base import Side, percent, worth_something
from quizzes.interchange.shapes import (
    Accepted,
    Essay,
    Gap,
    Gaps,
    Number,
    Numbers,
    Unit,
    Words,
)


class NumericSide(Side):
    name = "numeric"
    takes = Numbers

    def shape(self, value, labels):
        numbers = tuple(
            Number(
                Decimal(row["value"] or 0),
                Decimal(row["tolerance"] or 0),
                Decimal(row["credit"]),
                row["feedback"],
                row["measure"] == RELATIVE,
            )
            for row in value["numbers"]
        )
        if any(number.relative for number in numbers):
            # Files have how far off it may be as a number.
            labels["percent"] = " ".join(
                written(number.near) if number.relative else "-" for number in numbers
            )
        units = (Unit(row["name"], Decimal(row["factor"])) for row in value["units"])
        return Numbers(numbers, tuple(units))

    def value(self, shape, found):
        numbers = _relative_again(shape.numbers, found.labels.get("percent", ""))
        return {
            "numbers": [
                {
                    "value": written(number.value),
                    "tolerance": written(number.near),
                    "measure": RELATIVE if number.relative else ABSOLUTE,
                    "credit": percent(number.worth, found),
                    "feedback": number.feedback,
                }
                for number in worth_something(numbers, found)
            ],
            "units": [
                {"name": unit.name, "factor": written(unit.factor)}
                for unit in shape.units
            ],
        }


class ShortTextSide(Side):
    name = "short_text"
    takes = Words

    def shape(self, value, labels):
        rows = [
            [
                Accepted(pattern, Decimal(row["credit"]), row["feedback"])
                for pattern in lines_of(row["patterns"])
            ]
            for row in value["accepted"]
        ]
        flat = tuple(one for row in rows for one in row)
        if [row for row in rows if row] != _by_worth(flat):
            labels["rows"] = " ".join(str(len(row)) for row in rows if row)
        for name in ("case", "accents"):
            if value[name]:
                labels[name] = "yes"
        return Words(flat)

    def value(self, shape, found):
        accepted = tuple(worth_something(shape.accepted, found))
        rows = _by_number(accepted, found.labels.get("rows", ""))
        return strictness(found.labels) | {
            "accepted": [
                {
                    "patterns": "\n".join(one.pattern for one in row),
                    "credit": percent(row[0].worth, found),
                    "feedback": row[0].feedback,
                }
                for row in rows or _by_worth(accepted)
            ],
        }


class GapsSide(Side):
    name = "gaps"
    takes = Gaps

    def shape(self, value, labels):
        gaps = tuple(
            Gap(tuple(lines_of(row["accepted"])), tuple(row["wrong"]), row["feedback"])
            for row in value["gaps"]
        )
        for name in ("case", "accents"):
            if value[name]:
                labels[name] = "yes"
        return Gaps(value["text"], gaps)

    def value(self, shape, found):
        return strictness(found.labels) | {
            "text": shape.text,
            "gaps": [
                {
                    "accepted": "\n".join(gap.patterns),
                    "wrong": list(gap.wrong),
                    "feedback": gap.feedback,
                }
                for gap in shape.gaps
            ],
        }


class OpenAnswerSide(Side):
    name = "open_answer"
    takes = Essay

    def shape(self, value, labels):
        rubric = tuple((r["text"], r["points"], r["full"]) for r in value["rubric"])
        has_levels = any(r.get("levels") for r in value["rubric"])
        return Essay(rubric, value["least"] or 0, value["most"] or 0, has_levels)

    def value(self, shape, found):
        return {
            "least": shape.least,
            "most": shape.most,
            "rubric": [
                {"text": text, "points": points, "full": full}
                for text, points, full in shape.rubric
            ],
        }


def strictness(labels: dict[str, str]) -> dict[str, bool]:
    """Whether capitals and accents matter."""
    return {name: labels.get(name) == "yes" for name in ("case", "accents")}


def _by_worth(accepted: tuple[Accepted, ...]) -> list[list[Accepted]]:
    """In rows: those that follow each other and are worth and told the same."""
    groups = groupby(accepted, key=lambda one: (one.worth, one.feedback))
    return [list(group) for _key, group in groups]


def _by_number(accepted: tuple[Accepted, ...], label: str) -> list[list[Accepted]]:
    """In rows of as many as the label says; none where it does not fit."""
    counts = [whole_number(word, digits=3) or 0 for word in label.split()]
    if not all(counts) or sum(counts) != len(accepted):
        return []
    rest = iter(accepted)
    rows = [list(islice(rest, count)) for count in counts]
    same = all(len({(one.worth, one.feedback) for one in row}) == 1 for row in rows)
    return rows if same else []


def _relative_again(numbers: tuple[Number, ...], label: str) -> tuple[Number, ...]:
    """With what was in percent in percent again, if nobody changed the numbers."""
    words = label.split()
    if len(words) != len(numbers):
        return numbers
    return tuple(
        _one_again(number, word) for number, word in zip(numbers, words, strict=True)
    )


def _one_again(number: Number, word: str) -> Number:
    try:
        near = Decimal(word)
    except InvalidOperation:
        return number
    if number.relative or not near.is_finite():
        return number
    again = Number(number.value, near, number.worth, number.feedback, relative=True)
    return again if again.distance == number.near else number
