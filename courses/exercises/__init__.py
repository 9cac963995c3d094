"""Kinds of exercise: a folder each, of the same shape, listed here once."""

from collections.abc import Iterable

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
from courses.exercises.gaps import Gaps
from courses.exercises.hotspot import Hotspot
from courses.exercises.mark_words import MarkWords
from courses.exercises.matching import Matching
from courses.exercises.multiple_choice import MultipleChoice
from courses.exercises.numeric import Numeric
from courses.exercises.open_answer import OpenAnswer
from courses.exercises.ordering import Ordering
from courses.exercises.rewrite import Rewrite
from courses.exercises.scale import Scale
from courses.exercises.short_text import ShortText
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
        Ordering(),
        Numeric(),
        ShortText(),
        Gaps(),
        MarkWords(),
        Hotspot(),
        Scale(),
        OpenAnswer(),
        Rewrite(),
        Dialogue(),
        DecisionTree(),
    )
}
# Names of the kinds that a quiz may ask, and of those that count in it.
ASKED = frozenset(name for name, kind in KINDS.items() if kind.in_quizzes)
COUNTING = frozenset(name for name, kind in KINDS.items() if kind.counts)


def kind_of(content: Content) -> ExerciseKind:
    """The kind that a content dict belongs to. Raises KeyError for an unknown one."""
    return KINDS[content["kind"]]


def is_answer(field: str) -> bool:
    """Whether a posted field of this name is of an answer, to whatever kind."""
    return any(
        field.startswith(name) if name.endswith("-") else field == name
        for kind in KINDS.values()
        for name in kind.fields
    )


def best_verdict(contents: Iterable[Content], answer: Answer | None) -> Verdict:
    """The best of the verdicts that an answer gets in these languages of one exercise:
    who typed in Dutch, and handed in with the page in English, knew it in Dutch."""
    verdicts = [kind_of(content).grade(content, answer) for content in contents]
    return max(verdicts, key=lambda verdict: verdict.correctness or 0)


def content_of(block_type: str, value) -> Content:
    """Content of an exercise block's value (a StructValue of courses.blocks)."""

    def child_ids(name: str) -> list[str]:
        return [child.id for child in value[name].bound_blocks]

    return KINDS[block_type].content(value, child_ids)


__all__ = [
    "ASKED",
    "COUNTING",
    "KINDS",
    "Answer",
    "Content",
    "ExerciseKind",
    "InvalidAnswer",
    "Verdict",
    "best_verdict",
    "content_of",
    "is_answer",
    "kind_of",
]
