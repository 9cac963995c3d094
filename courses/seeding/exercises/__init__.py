"""Exercises in files: the same shape for self-checks in lessons and for banks.

Every exercise has `key`, `kind`, and `prompt` and `feedback` in each language. Each row
of its parts has a key of its own, and its text in each language:

    single_choice,     [[options]]     correct, feedback
    multiple_choice
    true_false         answer = true or false
    matching           [[pairs]]       left, right
    card_sort          [[categories]]
                       [[cards]]       category, the key of one; feedback may be left out
    timeline           [[events]]      in the right order; when and feedback may be left
                                       out
    rewrite            sentence
                       [[labels]]      words, separated by commas, and hint
                       [[models]]      two or more; note may be left out
                       [[checks]]      two or more
    dialogue           [[scenes]]      key is the short name; speaker may be left out;
                                       where it ends: ending, which is good, mixed or
                                       poor, and ending_feedback
                         [[choices]]   next, the key of a scene; consequence may be left
                                       out
    decision_tree      [[questions]]   help may be left out
                         [[answers]]   next, the key of a question or an outcome
                       [[outcomes]]    do, consult

The last three are for lessons: what is not graded is in no bank.
"""

from collections.abc import Callable
from dataclasses import dataclass

from courses.exercises import KINDS
from courses.seeding.exercises.base import Parts
from courses.seeding.exercises.choices import (
    Choices,
    Option,
    read_multiple,
    read_single,
    read_statement,
)
from courses.seeding.exercises.placing import read_cards, read_events, read_pairs
from courses.seeding.exercises.walking import read_scenes, read_tree
from courses.seeding.exercises.writing import read_rewriting
from courses.seeding.keys import key_of
from courses.seeding.tables import Table, Texts


@dataclass(frozen=True)
class Exercise:
    """`parts` is None only beside a problem: of a kind that is not there."""

    key: str
    kind: str
    prompt: Texts
    feedback: Texts
    parts: Parts | None

    @property
    def options(self) -> tuple[Option, ...]:
        """What one chooses from; nothing in kinds without choices."""
        return self.parts.options if isinstance(self.parts, Choices) else ()


_PARTS: dict[str, Callable[[Table], Parts]] = {
    "single_choice": read_single,
    "multiple_choice": read_multiple,
    "true_false": read_statement,
    "matching": read_pairs,
    "card_sort": read_cards,
    "timeline": read_events,
    "rewrite": read_rewriting,
    "dialogue": read_scenes,
    "decision_tree": read_tree,
}


def read_exercise(row: Table, *, kinds=frozenset(KINDS)) -> Exercise:
    """An exercise of one of `kinds` from its table; what is wrong is noted as a
    problem."""
    kind = row.one_of("kind", kinds)
    return Exercise(
        key=row.get("key", str),
        kind=kind,
        prompt=row.text("prompt"),
        feedback=row.text("feedback"),
        parts=_PARTS[kind](row) if kind in _PARTS else None,
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
    return {
        "type": exercise.kind,
        "value": value | exercise.parts.value(language, items),
        "id": str(key_of(*natural)),
    }


__all__ = ["Exercise", "block_of", "read_exercise"]
