"""Single and multiple choice, and statements that hold or do not."""

from dataclasses import dataclass

from courses.exercises.multiple_choice import ALL, SCORINGS
from courses.seeding.exercises.base import Items, rows_of
from courses.seeding.tables import Table, Texts


@dataclass(frozen=True)
class Option:
    key: str
    correct: bool
    text: Texts
    feedback: Texts
    # Of single choice alone.
    weight: int | None = None

    def value(self, language: str) -> dict:
        return {
            "text": self.text[language],
            "correct": self.correct,
            "feedback": self.feedback[language],
        }


@dataclass(frozen=True)
class Choices:
    options: tuple[Option, ...]


@dataclass(frozen=True)
class SingleChoices(Choices):
    def value(self, language: str, items: Items) -> dict:
        rows = [
            (option.key, option.value(language) | {"weight": option.weight})
            for option in self.options
        ]
        return {"options": items("option", rows)}


@dataclass(frozen=True)
class MultipleChoices(Choices):
    scoring: str

    def value(self, language: str, items: Items) -> dict:
        rows = [(option.key, option.value(language)) for option in self.options]
        return {"options": items("option", rows), "scoring": self.scoring}


@dataclass(frozen=True)
class Statement:
    holds: bool

    def value(self, language: str, items: Items) -> dict:
        return {"answer": "true" if self.holds else "false"}


def read_single(row: Table) -> Choices:
    choices = SingleChoices(_options(row, weighed=True))
    right = _right(choices)
    if right != 1:
        row.problem("options", f"{right} options are right: it must be exactly one")
    return choices


def read_multiple(row: Table) -> Choices:
    scoring = row.one_of("scoring", set(SCORINGS) - {ALL}, ALL)
    choices = MultipleChoices(_options(row, weighed=False), scoring)
    if not _right(choices):
        row.problem("options", "no option is right")
    return choices


def read_statement(row: Table) -> Statement:
    return Statement(row.get("answer", bool))


def _right(choices: Choices) -> int:
    return sum(option.correct for option in choices.options)


def _options(row: Table, *, weighed: bool) -> tuple[Option, ...]:
    return tuple(
        Option(
            key=one.get("key", str),
            correct=one.get("correct", bool),
            text=one.texts(),
            feedback=one.text("feedback"),
            weight=_weight(one) if weighed else None,
        )
        for one in rows_of(row, "options", 2, 8)
    )


def _weight(option: Table) -> int | None:
    """What an option that is not the right one is worth, in percent; None for nothing."""
    if not option.has("weight"):
        return None
    if option.get("correct", bool):
        option.problem("weight", "is for an option that is not the right one")
    return option.within("weight", 0, 99)
