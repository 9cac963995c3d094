"""Kinds of exercise: a folder each, of the same shape, listed here once."""

from courses.exercises.base import (
    Answer,
    Content,
    ExerciseKind,
    InvalidAnswer,
    Verdict,
)
from courses.exercises.card_sort import CardSort
from courses.exercises.decision_tree import DecisionTree
from courses.exercises.dialogue import Dialogue
from courses.exercises.matching import Matching
from courses.exercises.multiple_choice import MultipleChoice
from courses.exercises.rewrite import Rewrite
from courses.exercises.single_choice import SingleChoice
from courses.exercises.timeline import Timeline
from courses.exercises.true_false import TrueFalse

KINDS: dict[str, ExerciseKind] = {
    kind.name: kind
    for kind in (
        SingleChoice(),
        MultipleChoice(),
        TrueFalse(),
        Matching(),
        CardSort(),
        Timeline(),
        Rewrite(),
        Dialogue(),
        DecisionTree(),
    )
}
# Names of the kinds that a quiz may ask.
GRADED = frozenset(name for name, kind in KINDS.items() if kind.graded)


def kind_of(content: Content) -> ExerciseKind:
    """The kind that a content dict belongs to. Raises KeyError for an unknown one."""
    return KINDS[content["kind"]]


def content_of(block_type: str, value) -> Content:
    """Content of an exercise block's value (a StructValue of courses.blocks)."""

    def child_ids(name: str) -> list[str]:
        return [child.id for child in value[name].bound_blocks]

    return KINDS[block_type].content(value, child_ids)


__all__ = [
    "GRADED",
    "KINDS",
    "Answer",
    "Content",
    "ExerciseKind",
    "InvalidAnswer",
    "Verdict",
    "content_of",
    "kind_of",
]
