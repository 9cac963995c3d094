"""What the sums say about a question. Every formula stands in docs/analysis.md, with
where it is from."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

from quizzes.domain.analysis.sums import STEPS, WHOLE, Part, Sums

# Nothing is said of fewer attempts.
FEWEST = 8


@dataclass(frozen=True)
class Quartiles:
    """Of the seconds until the answer that counted."""

    lower: int
    median: int
    upper: int


@dataclass(frozen=True)
class Picked:
    """What share chose something: of all, of those who do best and least well in the
    rest; None where too few are compared."""

    key: str
    share: float
    top: float | None
    bottom: float | None


def facility(part: Part) -> float | None:
    """The mean correctness, 0 to 1; of those who left it open 0."""
    return part.x / (part.n * WHOLE) if part.n >= FEWEST else None


def discrimination(sums: Sums) -> float | None:
    """Pearson's correlation of correctness and rest score: for what is right or wrong,
    the point-biserial correlation. None where one of them is the same for everybody."""
    n, x = sums.compared.n, sums.compared
    if n < FEWEST:
        return None
    spread = (n * x.xx - x.x**2) * (n * sums.rr - sums.r**2)
    return (n * sums.xr - x.x * sums.r) / sqrt(spread) if spread > 0 else None


def blank(sums: Sums) -> float | None:
    """The share that left it open."""
    return sums.blank / sums.every.n if sums.every.n >= FEWEST else None


def quartiles(seconds: Counter) -> Quartiles | None:
    """The nearest-rank quartiles of counted seconds."""
    n = seconds.total()
    if n < FEWEST:
        return None
    return Quartiles(*(_ranked(seconds, -(-n * part // 4)) for part in (1, 2, 3)))


def _ranked(seconds: Counter, rank: int) -> int:
    """The `rank`th smallest, from 1."""
    ordered = sorted(seconds)
    upto = list(accumulate(seconds[second] for second in ordered))
    return ordered[bisect_left(upto, rank)]


def picked(sums: Sums) -> list[Picked]:
    """What was chosen by how many, by key."""
    n = sums.every.n
    if n < FEWEST:
        return []
    thirds = slices(sums.steps, 3)
    shown = all(size >= FEWEST for size in map(_size, thirds))
    rows = []
    for key in sorted(sums.picks):
        by_step = sums.picks_by_step.get(key, {})
        bottom, top = (
            _share(thirds[place], by_step, sums.steps) if shown else None
            for place in (0, 2)
        )
        rows.append(Picked(key, sums.picks[key] / n, top, bottom))
    return rows


def curve(sums: Sums) -> list[float]:
    """The mean correctness of each fifth by rest score, the lowest first; empty where a
    fifth is too small to be told."""
    fifths = slices(sums.steps, 5)
    if any(_size(one) < FEWEST for one in fifths):
        return []
    gained = {step: part.x / WHOLE for step, part in sums.steps.items()}
    return [_share(one, gained, sums.steps) for one in fifths]


def slices(steps: dict[int, Part], count: int) -> list[dict[int, float]]:
    """`count` groups of one size by rest score, the lowest first, as {step: how many of
    it}. A step that lies across a border goes to both sides in part: nobody knows who of
    those who did equally well is on which."""
    total = sum(part.n for part in steps.values())
    groups: list[dict[int, float]] = [{} for _number in range(count)]
    for group, step, amount in _dealt(steps, total, count):
        groups[group][step] = amount / count
    return groups


def _dealt(steps, total, count) -> Iterator[tuple[int, int, int]]:
    """(group, step, amount) in `count`ths of an attempt, so that all is whole numbers."""
    group, room = 0, total
    for step in range(STEPS + 1):
        left = steps[step].n * count if step in steps else 0
        while left:
            amount = min(left, room)
            yield group, step, amount
            left, room = left - amount, room - amount
            if not room:
                group, room = group + 1, total


def _size(group: dict[int, float]) -> float:
    return sum(group.values())


def _share(group: dict[int, float], counted, steps: dict[int, Part]) -> float:
    """What is counted by step, per head of a group."""
    found = sum(
        amount * counted.get(step, 0) / steps[step].n for step, amount in group.items()
    )
    return found / _size(group)
