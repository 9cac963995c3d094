"""What is typed or marked: numbers, short texts, gaps, words of a text."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from courses.exercises.numbered import Rule, troubles_of
from courses.exercises.numbers import written
from courses.exercises.numeric import ABSOLUTE, RELATIVE
from courses.exercises.typed import is_open, lines_of
from courses.seeding.exercises.base import Items, rows_of
from courses.seeding.exercises.choices import Option
from courses.seeding.tables import Table, Texts

_PLACES = {
    Rule.MISSING: "[{number}] is missing",
    Rule.TWICE: "[{number}] stands there more than once",
    Rule.UNKNOWN: "there is no row for [{number}]",
}


@dataclass(frozen=True)
class Number:
    key: str
    value: str
    tolerance: str
    measure: str
    credit: int
    feedback: Texts


@dataclass(frozen=True)
class Numbers:
    """`units` are (key, name, factor)."""

    numbers: tuple[Number, ...]
    units: tuple[tuple[str, Texts, str], ...]

    def value(self, language: str, items: Items) -> dict:
        numbers = [
            (
                number.key,
                {
                    "value": number.value,
                    "tolerance": number.tolerance,
                    "measure": number.measure,
                    "credit": number.credit,
                    "feedback": number.feedback[language],
                },
            )
            for number in self.numbers
        ]
        units = [
            (key, {"name": name[language], "factor": factor})
            for key, name, factor in self.units
        ]
        return {"numbers": items("number", numbers), "units": items("unit", units)}


@dataclass(frozen=True)
class Words:
    """`accepted` are (key, patterns, credit, feedback); a pattern a line."""

    case: bool
    accents: bool
    accepted: tuple[tuple[str, Texts, int, Texts], ...]

    def value(self, language: str, items: Items) -> dict:
        rows = [
            (
                key,
                {
                    "patterns": patterns[language],
                    "credit": credit,
                    "feedback": feedback[language],
                },
            )
            for key, patterns, credit, feedback in self.accepted
        ]
        return {
            "case": self.case,
            "accents": self.accents,
            "accepted": items("accepted", rows),
        }


@dataclass(frozen=True)
class Gap:
    """`wrong` are (key, text)."""

    key: str
    accepted: Texts
    wrong: tuple[tuple[str, Texts], ...]
    feedback: Texts


@dataclass(frozen=True)
class GapText:
    text: Texts
    case: bool
    accents: bool
    gaps: tuple[Gap, ...]

    def value(self, language: str, items: Items) -> dict:
        rows = [
            (
                gap.key,
                {
                    "accepted": gap.accepted[language],
                    "wrong": items(
                        f"gap/{gap.key}/wrong",
                        [(key, text[language]) for key, text in gap.wrong],
                    ),
                    "feedback": gap.feedback[language],
                },
            )
            for gap in self.gaps
        ]
        return {
            "case": self.case,
            "accents": self.accents,
            "text": self.text[language],
            "gaps": items("gap", rows),
        }


@dataclass(frozen=True)
class MarkedText:
    text: Texts
    options: tuple[Option, ...]

    def value(self, language: str, items: Items) -> dict:
        rows = [(option.key, option.value(language)) for option in self.options]
        return {"text": self.text[language], "options": items("option", rows)}


def read_numbers(row: Table) -> Numbers:
    tables = rows_of(row, "numbers", 1, 6)
    numbers = tuple(
        Number(
            key=one.get("key", str),
            value=_number(one, "value"),
            tolerance=_number(one, "tolerance", "0"),
            measure=one.one_of("measure", {ABSOLUTE, RELATIVE}, ABSOLUTE),
            credit=one.within("credit", 1, 100, 100),
            feedback=one.optional_text("feedback"),
        )
        for one in tables
    )
    _check_credit(row, "numbers", [number.credit for number in numbers])
    units = tuple(
        (one.get("key", str), one.texts(max_length=20), _factor(one, first=not place))
        for place, one in enumerate(rows_of(row, "units", 0, 8))
    )
    return Numbers(numbers, units)


def read_words(row: Table) -> Words:
    accepted = tuple(
        (
            one.get("key", str),
            _patterns(one),
            one.within("credit", 1, 100, 100),
            one.optional_text("feedback"),
        )
        for one in rows_of(row, "accepted", 1, 12)
    )
    _check_credit(row, "accepted", [credit for _k, _p, credit, _f in accepted])
    case, accents = _strict(row)
    return Words(case, accents, accepted)


def read_gaps(row: Table) -> GapText:
    gaps = tuple(
        Gap(
            key=one.get("key", str),
            accepted=_patterns(one),
            wrong=tuple(
                (wrong.get("key", str), wrong.texts(max_length=80))
                for wrong in rows_of(one, "wrong", 0, 6)
            ),
            feedback=one.optional_text("feedback"),
        )
        for one in rows_of(row, "gaps", 1, 12)
    )
    case, accents = _strict(row)
    return GapText(_numbered(row, len(gaps)), case, accents, gaps)


def read_marked(row: Table) -> MarkedText:
    options = tuple(
        Option(
            key=one.get("key", str),
            correct=one.get("correct", bool),
            text=one.texts(),
            feedback=one.optional_text("feedback"),
        )
        for one in rows_of(row, "options", 2, 20)
    )
    if not any(option.correct for option in options):
        row.problem("options", "no option is right")
    return MarkedText(_numbered(row, len(options)), options)


def _strict(row: Table) -> tuple[bool, bool]:
    return row.get("case", bool, False), row.get("accents", bool, False)


def _number(row: Table, name: str, default: str = ...) -> str:
    """A number, written as text so that it is exact; with a point."""
    text = row.get(name, str, default)
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if number.is_finite():
        return written(number)
    if row.has(name):
        row.problem(name, f"“{text}” is no number")
    return "1"


def _factor(row: Table, *, first: bool) -> str:
    factor = _number(row, "factor", "1")
    if Decimal(factor) <= 0:
        row.problem("factor", "must be more than 0")
    elif first and Decimal(factor) != 1:
        row.problem("factor", "is 1 for the first unit")
    return factor


def _check_credit(row: Table, name: str, credits: list[int]) -> None:
    if 100 not in credits:
        row.problem(name, "none is worth 100")


def _patterns(row: Table) -> Texts:
    texts = row.texts()
    for language, text in texts.items():
        if any(is_open(line) for line in lines_of(text)):
            row.problem(language, "accepts whatever is written")
    return texts


def _numbered(row: Table, count: int) -> Texts:
    texts = row.text("text")
    for language, text in texts.items():
        for rule, number in troubles_of(text, count):
            row.problem(f"text.{language}", _PLACES[rule].format(number=number))
    return texts
