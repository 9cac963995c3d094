"""Small groups are not counted in front of others (ETHICS P6).

A number of one to four people in a place and a sector may say who they are. It is not
shown, not even to whom they work with: names are for those who coordinate them, and
stand on pages of their own. How many they are is in no sum either, so that it cannot be
worked out by subtraction.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

# The smallest group that is counted.
FEWEST = 5


@dataclass(frozen=True)
class Total:
    """A sum over groups. `is_least`: some were too small to show, and count as one."""

    count: int
    is_least: bool


def shown(count: int) -> int | None:
    """The number as it may be shown; None for a group that is too small. Nobody at all
    is said."""
    return None if is_small(count) else count


def total_of(counts: Iterable[int | None]) -> Total:
    """The sum of what may be shown, and of one for each group that may not: that
    somebody is there is said."""
    held = list(counts)
    return Total(sum(1 if count is None else count for count in held), None in held)


@dataclass(frozen=True)
class Range:
    """What is told of a number: that it lies between two, both included. Known where
    they are the same."""

    least: int
    most: int

    @property
    def is_known(self) -> bool:
        return self.least == self.most


@dataclass(frozen=True)
class Group:
    """People of whom something is asked, and how many of them hold it, with what may be
    told of both numbers (ETHICS P6).

    `size` and `met` are the true ones and for summing alone; only `size_told` and
    `met_told` are for others. Neither a number of one to four who hold it is told, nor
    of one to four who do not.
    """

    size: int
    met: int
    size_told: Range
    met_told: Range

    @property
    def left(self) -> int:
        return self.size - self.met


def in_fives(count: int) -> int:
    """A number as others see it who look every day: what differs between two days, or
    two choices, is then never one person. Somebody is never nobody."""
    return max((count + 2) // 5 * 5, 5) if count else 0


def group_of(size: int, met: int) -> Group:
    """A group that is told of as a whole, such as one employer."""
    if is_small(size):
        told = Range(1, FEWEST - 1)
        return Group(size, met, told, Range(0, told.most))
    return Group(size, met, Range(size, size), _met_of(size, met))


def group_of_parts(parts: Iterable[Group]) -> Group:
    """Groups together. The sum is told where what is hidden in it is that of two parts or
    more and could be shared out among them in several ways; else from what to what it
    may be, which says nothing that the parts do not."""
    held = list(parts)
    size, met = sum(one.size for one in held), sum(one.met for one in held)
    sizes = [one.size_told for one in held]
    met_parts = [one.met_told for one in held]
    left_parts = [_left_told(one) for one in held]
    size_told = _sum_told(size, sizes)
    is_told = (
        size_told.is_known
        and not (is_small(met) or is_small(size - met))
        and _is_open(met, met_parts)
        and _is_open(size - met, left_parts)
    )
    met_told = Range(met, met) if is_told else _between(met_parts)
    return Group(size, met, size_told, met_told)


def slices_of(
    whole: Group, slices: Mapping[Key, tuple[int, int]]
) -> dict[Key, tuple[int | None, int | None]]:
    """{slice: (size, met)} of a group that falls apart into slices which are told of
    nowhere else, such as the sectors of one employer; None for what is not told.

    Where one slice alone is small, the next larger one is not told either: it could be
    worked out from the whole.
    """
    if not whole.size_told.is_known:
        return dict.fromkeys(slices, (None, None))
    sizes = {key: size for key, (size, _met) in slices.items()}
    hidden = _hidden({key for key, size in sizes.items() if is_small(size)}, sizes)
    split = {
        key for key, (size, met) in slices.items() if not _met_of(size, met).is_known
    }
    met = {key: one for key, (_size, one) in slices.items()}
    left = {key: size - one for key, (size, one) in slices.items()}
    without = hidden | split
    # Where all of them hold it, or nobody, that is said of everybody.
    if whole.met_told.is_known and 0 < whole.met < whole.size:
        without = _hidden(_hidden(without, met, sizes), left, sizes)
    return {
        key: (
            None if key in hidden else size,
            None if key in without else one,
        )
        for key, (size, one) in slices.items()
    }


def is_small(count: int) -> bool:
    """Whether so few may say who they are."""
    return 0 < count < FEWEST


def _met_of(size: int, met: int) -> Range:
    few, all_but_few = is_small(met), is_small(size - met)
    if few and all_but_few:
        return Range(1, size - 1)
    if few:
        return Range(1, FEWEST - 1)
    if all_but_few:
        return Range(size - FEWEST + 1, size - 1)
    return Range(met, met)


def _left_told(one: Group) -> Range:
    if not one.size_told.is_known:
        return Range(0, one.size_told.most)
    return Range(one.size - one.met_told.most, one.size - one.met_told.least)


def _sum_told(count: int, parts: list[Range]) -> Range:
    is_told = not is_small(count) and _is_open(count, parts)
    return Range(count, count) if is_told else _between(parts)


def _between(parts: list[Range]) -> Range:
    return Range(sum(one.least for one in parts), sum(one.most for one in parts))


def _is_open(count: int, parts: list[Range]) -> bool:
    """Whether a sum may be told: nothing is hidden in it, or that leaves a choice."""
    hidden = sum(not one.is_known for one in parts)
    around = _between(parts)
    return not hidden or (hidden > 1 and around.least < count < around.most)


def _hidden(
    small: set[Key], counts: Mapping[Key, int], sizes: Mapping[Key, int] | None = None
) -> set[Key]:
    """What is to be hidden so that nothing small comes out of the sum: the smallest of
    the others with it, until it cannot; all where that does not help."""
    found = set(small)
    others = sorted(
        (key for key in counts if key not in found and counts[key]),
        key=lambda key: (counts[key], str(key)),
    )
    while found:
        rest = sum(counts[key] for key in found)
        # Of a number within a known size it is told only that it is not told.
        lowest = 0 if sizes else len(found)
        forced = (
            sum(sizes[key] for key in found) if sizes else (FEWEST - 1) * len(found)
        )
        if len(found) > 1 and rest > lowest and rest != forced:
            break
        if not others:
            return set(counts)
        found.add(others.pop(0))
    return found
