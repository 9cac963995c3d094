"""Single and multiple choice, and statements that hold or do not."""

from dataclasses import dataclass

from courses.seeding.exercises.base import Items, rows_of
from courses.seeding.tables import Table, Texts


@dataclass(frozen=True)
class Option:
    key: str
    correct: bool
    text: Texts
    feedback: Texts


@dataclass(frozen=True)
class Choices:
    options: tuple[Option, ...]

    def value(self, language: str, items: Items) -> dict:
        rows = [
            (
                option.key,
                {
                    "text": option.text[language],
                    "correct": option.correct,
                    "feedback": option.feedback[language],
                },
            )
            for option in self.options
        ]
        return {"options": items("option", rows)}


@dataclass(frozen=True)
class Statement:
    holds: bool

    def value(self, language: str, items: Items) -> dict:
        return {"answer": "true" if self.holds else "false"}


def read_single(row: Table) -> Choices:
    choices = _choices(row)
    right = _right(choices)
    if right != 1:
        row.problem("options", f"{right} options are right: it must be exactly one")
    return choices


def read_multiple(row: Table) -> Choices:
    choices = _choices(row)
    if not _right(choices):
        row.problem("options", "no option is right")
    return choices


def read_statement(row: Table) -> Statement:
    return Statement(row.get("answer", bool))


def _right(choices: Choices) -> int:
    return sum(option.correct for option in choices.options)


def _choices(row: Table) -> Choices:
    return Choices(
        tuple(
            Option(
                key=one.get("key", str),
                correct=one.get("correct", bool),
                text=one.texts(),
                feedback=one.text("feedback"),
            )
            for one in rows_of(row, "options", 2, 8)
        )
    )
