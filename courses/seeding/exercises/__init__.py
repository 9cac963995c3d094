"""Exercises in files: the same shape for self-checks in lessons and for banks."""

from collections.abc import Callable
from dataclasses import dataclass

from courses.exercises import KINDS
from courses.seeding.keys import key_of
from courses.seeding.tables import Table, Texts, check_keys


@dataclass(frozen=True)
class Option:
    key: str
    correct: bool
    text: Texts
    feedback: Texts


@dataclass(frozen=True)
class Card:
    key: str
    category: str
    text: Texts
    feedback: Texts


@dataclass(frozen=True)
class Pair:
    key: str
    left: Texts
    right: Texts


@dataclass(frozen=True)
class Exercise:
    key: str
    kind: str
    prompt: Texts
    feedback: Texts
    answer: bool = False
    options: tuple[Option, ...] = ()
    categories: tuple[tuple[str, Texts], ...] = ()
    cards: tuple[Card, ...] = ()
    pairs: tuple[Pair, ...] = ()


def read_exercise(row: Table) -> Exercise:
    """An exercise from its table; what is wrong is noted as a problem."""
    kind = row.one_of("kind", KINDS)
    parts = _PARTS[kind](row) if kind in _PARTS else {}
    return Exercise(
        key=row.get("key", str),
        kind=kind,
        prompt=row.text("prompt"),
        feedback=row.text("feedback"),
        **parts,
    )


def block_of(exercise: Exercise, language: str, *natural: str) -> dict:
    """The exercise as a block of a StreamField, with ids that follow from `natural`."""

    def items(name: str, rows) -> list[dict]:
        return [
            {"type": "item", "value": value, "id": str(key_of(*natural, name, key))}
            for key, value in rows
        ]

    value = {
        "prompt": exercise.prompt[language],
        "feedback": exercise.feedback[language],
    }
    if exercise.kind == "true_false":
        value["answer"] = "true" if exercise.answer else "false"
    elif exercise.kind == "matching":
        value["pairs"] = items(
            "pair",
            [
                (p.key, {"left": p.left[language], "right": p.right[language]})
                for p in exercise.pairs
            ],
        )
    elif exercise.kind == "card_sort":
        place = {key: n for n, (key, _) in enumerate(exercise.categories, start=1)}
        value["categories"] = items(
            "category", [(key, text[language]) for key, text in exercise.categories]
        )
        value["cards"] = items(
            "card",
            [
                (
                    card.key,
                    {
                        "text": card.text[language],
                        "category": place[card.category],
                        "feedback": card.feedback[language],
                    },
                )
                for card in exercise.cards
            ],
        )
    else:
        value["options"] = items(
            "option",
            [
                (
                    option.key,
                    {
                        "text": option.text[language],
                        "correct": option.correct,
                        "feedback": option.feedback[language],
                    },
                )
                for option in exercise.options
            ],
        )
    return {"type": exercise.kind, "value": value, "id": str(key_of(*natural))}


def _rows(row: Table, name: str, low: int, high: int) -> list[Table]:
    rows = row.rows(name)
    check_keys(rows, set())
    if not low <= len(rows) <= high:
        row.problem(name, f"has {len(rows)} rows: {low} to {high} are needed")
    return rows


def _choices(row: Table, *, single: bool) -> dict:
    options = tuple(
        Option(
            key=one.get("key", str),
            correct=one.get("correct", bool),
            text=one.texts(),
            feedback=one.text("feedback"),
        )
        for one in _rows(row, "options", 2, 8)
    )
    right = sum(option.correct for option in options)
    if single and right != 1:
        row.problem("options", f"{right} options are right: it must be exactly one")
    if not single and not right:
        row.problem("options", "no option is right")
    return {"options": options}


def _true_false(row: Table) -> dict:
    return {"answer": row.get("answer", bool)}


def _matching(row: Table) -> dict:
    return {
        "pairs": tuple(
            Pair(one.get("key", str), one.text("left"), one.text("right"))
            for one in _rows(row, "pairs", 2, 8)
        )
    }


def _card_sort(row: Table) -> dict:
    categories = tuple(
        (one.get("key", str), one.texts()) for one in _rows(row, "categories", 2, 6)
    )
    known = {key for key, _text in categories}
    return {
        "categories": categories,
        "cards": tuple(
            Card(
                key=one.get("key", str),
                category=one.one_of("category", known),
                text=one.texts(),
                feedback=one.optional_text("feedback"),
            )
            for one in _rows(row, "cards", 2, 16)
        ),
    }


_PARTS: dict[str, Callable[[Table], dict]] = {
    "single_choice": lambda row: _choices(row, single=True),
    "multiple_choice": lambda row: _choices(row, single=False),
    "true_false": _true_false,
    "matching": _matching,
    "card_sort": _card_sort,
}
