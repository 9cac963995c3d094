"""What about a question is worth a look, and why. The limits are explained in
docs/analysis.md."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from math import atanh, sqrt, tanh

from quizzes.domain.analysis.figures import Picked, Quartiles

# Nothing is held against a question that fewer have met.
ENOUGH = 30


class Flag(StrEnum):
    KEY = "key"
    REVERSED = "reversed"
    HARD = "hard"
    LANGUAGE = "language"
    WEAK = "weak"
    BLANK = "blank"
    SLOW = "slow"
    UNPICKED = "unpicked"
    EASY = "easy"


@dataclass(frozen=True)
class Figures:
    """What was found out about a version. `right` are the keys of right options, empty
    where there is no list of them; `distractors` those of wrong ones that are there to be
    chosen; `is_one` is whether exactly one is right. `harder` are the languages in which
    it is harder."""

    attempts: int
    compared: int
    facility: float
    discrimination: float | None
    blank: float
    quartiles: Quartiles | None
    picked: list[Picked] = field(default_factory=list)
    distractors: tuple[str, ...] = ()
    right: frozenset[str] = frozenset()
    is_one: bool = False
    harder: tuple[str, ...] = ()


def flags_of(figures: Figures, *, usual_seconds: float | None) -> list[dict]:
    """[{"name": a Flag, …}], the gravest first. `usual_seconds` is the median of the
    bank's medians, None where it is not known."""
    if figures.attempts < ENOUGH:
        return []
    return list(_flags(figures, usual_seconds))


def _flags(figures: Figures, usual: float | None) -> Iterator[dict]:
    yield from _doubts_about_the_key(figures)
    if figures.facility <= 0.3:
        yield {"name": Flag.HARD}
    for language in figures.harder:
        yield {"name": Flag.LANGUAGE, "language": language}
    is_easy = figures.facility >= 0.95
    # Who does well cannot stand out where nearly everybody is right.
    if not is_easy and _is_surely_below(figures, 0.2) and not _is_reversed(figures):
        yield {"name": Flag.WEAK}
    if figures.blank >= 0.1:
        yield {"name": Flag.BLANK}
    if _is_slow(figures.quartiles, usual):
        yield {"name": Flag.SLOW}
    shares = {row.key: row.share for row in figures.picked}
    for key in figures.distractors:
        if shares.get(key, 0) <= 0.01:
            yield {"name": Flag.UNPICKED, "key": key}
    if is_easy:
        yield {"name": Flag.EASY}


def _doubts_about_the_key(figures: Figures) -> Iterator[dict]:
    if figures.is_one:
        best = max(
            (row.top or 0 for row in figures.picked if row.key in figures.right),
            default=0,
        )
        for row in figures.picked:
            if row.key not in figures.right and (row.top or 0) > best:
                yield {"name": Flag.KEY, "key": row.key}
    if _is_reversed(figures):
        yield {"name": Flag.REVERSED}


def _is_reversed(figures: Figures) -> bool:
    return _is_surely_below(figures, 0)


def _is_surely_below(figures: Figures, limit: float) -> bool:
    """Whether the discrimination is below, with 95 % (one-sided, by Fisher's z)."""
    r = figures.discrimination
    if r is None or figures.compared < ENOUGH:
        return False
    if abs(r) >= 1:
        return r < limit
    return tanh(atanh(r) + 1.645 / sqrt(figures.compared - 3)) < limit


def _is_slow(quartiles: Quartiles | None, usual: float | None) -> bool:
    if quartiles is None or usual is None:
        return False
    return quartiles.median >= 60 and quartiles.median > 3 * usual
