"""The kinds of exercise as files have them: each has its side here, once."""

from uuid import uuid4

from courses.exercises import ASKED
from quizzes.interchange.found import Found
from quizzes.interchange.kinds.base import Side, Value
from quizzes.interchange.kinds.choices import (
    MarkWordsSide,
    MultipleChoiceSide,
    ScaleSide,
    SingleChoiceSide,
    TrueFalseSide,
)
from quizzes.interchange.kinds.pictured import HotspotSide
from quizzes.interchange.kinds.placing import (
    CardSortSide,
    MatchingSide,
    OrderingSide,
    TimelineSide,
)
from quizzes.interchange.kinds.written import (
    GapsSide,
    NumericSide,
    OpenAnswerSide,
    ShortTextSide,
)

# Where a shape does not say of which kind it is, the first that suits it.
SIDES: dict[str, Side] = {
    side.name: side
    for side in (
        SingleChoiceSide(),
        MultipleChoiceSide(),
        TrueFalseSide(),
        MatchingSide(),
        CardSortSide(),
        OrderingSide(),
        TimelineSide(),
        NumericSide(),
        ShortTextSide(),
        GapsSide(),
        MarkWordsSide(),
        HotspotSide(),
        ScaleSide(),
        OpenAnswerSide(),
    )
}
# Kinds of banks that no file carries: a conversation is no question with an answer.
NOT_CARRIED = frozenset({"dialogue"})


def side_of(found: Found) -> Side | None:
    """The kind a found question is of: what its label says if the shape can be that,
    else the first that suits; None for no kind that a bank has."""
    if found.shape is None:
        return None
    named = SIDES.get(found.labels.get("kind", ""))
    if named is not None and named.name in ASKED and named.can(found.shape):
        return named
    sides = (side for side in SIDES.values() if side.name in ASKED)
    return next((side for side in sides if side.suits(found.shape)), None)


def without_ids(value):
    """A stored block's value with plain lists."""
    if isinstance(value, dict):
        return {name: without_ids(one) for name, one in value.items()}
    if isinstance(value, list):
        return [without_ids(one["value"] if _is_item(one) else one) for one in value]
    return value


def with_ids(value):
    """The value of a block to store, with a fresh id for every item of a list."""
    if isinstance(value, dict):
        return {name: with_ids(one) for name, one in value.items()}
    if isinstance(value, list):
        return [
            {"type": "item", "value": with_ids(one), "id": str(uuid4())}
            for one in value
        ]
    return value


def _is_item(one) -> bool:
    return isinstance(one, dict) and one.get("type") == "item"


__all__ = [
    "NOT_CARRIED",
    "SIDES",
    "Side",
    "Value",
    "side_of",
    "with_ids",
    "without_ids",
]
