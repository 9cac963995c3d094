from decimal import Decimal

from django.utils.translation import gettext as _

from courses.exercises.multiple_choice import ALL, EACH, MINUS, SCORINGS
from courses.exercises.scale import CONFIDENCE, OPINION
from quizzes.interchange.kinds.base import Side, percent
from quizzes.interchange.shapes import Choice, Marked, Option, Scale, Statement

FULL = Decimal(100)
# Files round thirds.
_NEAR = Decimal("0.01")
_ALL_LABEL = "all"


class SingleChoiceSide(Side):
    name = "single_choice"
    takes = Choice

    def can(self, shape):
        return super().can(shape) and not shape.multiple

    def shape(self, value, labels):
        return Choice(
            tuple(
                Option(
                    row["text"],
                    FULL if row["correct"] else Decimal(row.get("weight") or 0),
                    row["feedback"],
                )
                for row in value["options"]
            ),
            multiple=False,
        )

    def value(self, shape, found):
        rights = [option for option in shape.options if option.worth >= FULL]
        if len(rights) != 1:
            found.stop(_("One option has to be right, and only one."))
        if any(option.worth < 0 for option in shape.options):
            found.lose(_("A wrong option takes nothing away here."))
        return {
            "options": [
                {
                    "text": option.text,
                    "correct": option.worth >= FULL,
                    "feedback": option.feedback,
                    "weight": self._weight(option, found),
                }
                for option in shape.options
            ]
        }

    def _weight(self, option: Option, found) -> int | None:
        if not 0 < option.worth < FULL:
            return None
        return min(percent(option.worth, found), 99) or None


class MultipleChoiceSide(Side):
    name = "multiple_choice"
    takes = Choice

    def can(self, shape):
        return super().can(shape) and shape.multiple

    def shape(self, value, labels):
        scoring = value.get("scoring") or ALL
        labels["scoring"] = scoring or _ALL_LABEL
        return Choice(worths(value["options"], scoring), multiple=True)

    def value(self, shape, found):
        given = found.labels.get("scoring", "")
        scoring = ALL if given == _ALL_LABEL else given
        if given not in {*SCORINGS, _ALL_LABEL} - {""}:
            scoring = MINUS
            note_of_scoring(shape.options, found)
        return {"options": marked_rows(shape.options), "scoring": scoring}


class MarkWordsSide(Side):
    name = "mark_words"
    takes = Marked

    def shape(self, value, labels):
        return Marked(value["text"], worths(value["options"], MINUS))

    def value(self, shape, found):
        return {"text": shape.text, "options": marked_rows(shape.options)}


class TrueFalseSide(Side):
    name = "true_false"
    takes = Statement

    def shape(self, value, labels):
        return Statement(value["answer"] == "true")

    def value(self, shape, found):
        return {"answer": "true" if shape.holds else "false"}


class ScaleSide(Side):
    name = "scale"
    takes = Scale

    def shape(self, value, labels):
        labels["purpose"] = value["purpose"]
        return Scale(tuple(value["steps"]))

    def value(self, shape, found):
        purpose = found.labels.get("purpose")
        known = (CONFIDENCE, OPINION)
        return {
            "purpose": purpose if purpose in known else OPINION,
            "steps": list(shape.steps),
        }


def worths(rows: list[dict], scoring: str) -> tuple[Option, ...]:
    """Options with what each adds, as files have it: of several right ones each an equal
    part; a wrong one takes as much away, or all where nothing counts in part."""
    right = sum(bool(row["correct"]) for row in rows)
    part = FULL / (right or 1)
    away = FULL if scoring == ALL else part
    if scoring == EACH:
        away = part * Decimal("0.5")
    part, away = (value.quantize(Decimal("0.00001")) for value in (part, away))
    return tuple(
        Option(row["text"], part if row["correct"] else -away, row["feedback"])
        for row in rows
    )


def marked_rows(options: tuple[Option, ...]) -> list[dict]:
    return [
        {
            "text": option.text,
            "correct": option.is_right,
            "feedback": option.feedback,
        }
        for option in options
    ]


def note_of_scoring(options: tuple[Option, ...], found) -> None:
    """Say so where options that add and take something count otherwise here."""
    rights = [option.worth for option in options if option.is_right]
    part = FULL / (len(rights) or 1)
    expected = [part if option.is_right else -part for option in options]
    if any(
        abs(option.worth - worth) > _NEAR
        for option, worth in zip(options, expected, strict=True)
    ):
        found.lose(
            _(
                "What each option is worth is not kept: right ones count, minus wrong ones."
            )
        )
