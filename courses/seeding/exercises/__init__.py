"""Exercises in files: the same shape for self-checks in lessons and for banks.

Every exercise has `key`, `kind`, and `prompt` and `feedback` in each language. Each row
of its parts has a key of its own, and its text in each language:

    single_choice      [[options]]     correct, feedback; weight, what an option that is
                                       not the right one is worth, in percent, may be
                                       left out
    multiple_choice    scoring         minus or each; all or nothing where it is left out
                       [[options]]     correct, feedback
    true_false         answer = true or false
    matching           [[pairs]]       left, right
    card_sort          [[categories]]
                       [[cards]]       category, the key of one; feedback may be left out
    timeline           [[events]]      in the right order; when and feedback may be left
                                       out
    ordering           credit          neighbours, places or all; the first where it is
                                       left out
                       [[steps]]       in the right order; feedback may be left out
    numeric            [[numbers]]     value and tolerance, each a number as text, and
                                       measure, absolute or relative; credit, in percent;
                                       all but value may be left out, feedback too
                       [[units]]       none, or factor, how many are one of the first
    short_text         case, accents   whether they matter; they do not where left out
                       [[accepted]]    in each language what is accepted, one a line;
                                       credit and feedback may be left out
    gaps               text            with [1], [2], … for the gaps; case and accents
                       [[gaps]]        what is accepted, as above; feedback may be left
                                       out
                         [[wrong]]     with these the gap is a menu
    mark_words         text            with [1], [2], … for the options
                       [[options]]     correct; feedback may be left out
    hotspot            picture         the key of an image of the module's media.toml
                       [[areas]]       correct, form, which is rect, circle or polygon,
                                       and area, its numbers in percent of the picture;
                                       feedback may be left out
    scale              purpose         confidence or opinion; the first where left out
                       [[steps]]       from one end to the other
    open_answer        least, most     how many words; no limit where left out
                       [[rubric]]      points, and full, what has all of them, may be
                                       left out
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

An open answer, a rewriting and a decision tree are for lessons, and in no bank. A bank
has no pictures of its own: it asks a hotspot as an exercise of its module. A scale and a
dialogue count for nothing in a quiz.
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
from courses.seeding.exercises.open import read_rubric, read_scale
from courses.seeding.exercises.pictured import Areas, read_areas
from courses.seeding.exercises.placing import (
    read_cards,
    read_events,
    read_pairs,
    read_steps,
)
from courses.seeding.exercises.walking import read_scenes, read_tree
from courses.seeding.exercises.writing import read_rewriting
from courses.seeding.exercises.written import (
    read_gaps,
    read_marked,
    read_numbers,
    read_words,
)
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
    def picture(self) -> str:
        """The key of the image it shows; "" for none."""
        return self.parts.picture if isinstance(self.parts, Areas) else ""

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
    "ordering": read_steps,
    "numeric": read_numbers,
    "short_text": read_words,
    "gaps": read_gaps,
    "mark_words": read_marked,
    "hotspot": read_areas,
    "scale": read_scale,
    "open_answer": read_rubric,
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


def block_of(
    exercise: Exercise, language: str, *natural: str, picture: dict | None = None
) -> dict:
    """The exercise as a block of a StreamField, with ids that follow from `natural`;
    `picture` is the value of the image it shows."""

    def items(name: str, rows) -> list[dict]:
        return [
            {"type": "item", "value": value, "id": str(key_of(*natural, name, key))}
            for key, value in rows
        ]

    value = {
        "prompt": exercise.prompt[language],
        "feedback": exercise.feedback[language],
    }
    value |= exercise.parts.value(language, items)
    if exercise.picture:
        value["image"] = picture
    return {
        "type": exercise.kind,
        "value": value,
        "id": str(key_of(*natural)),
    }


__all__ = ["Exercise", "block_of", "read_exercise"]
