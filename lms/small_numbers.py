"""Small groups are not counted in front of others (ETHICS P6).

A number of one to four people in a place and a sector may say who they are. It is not
shown, not even to whom they work with: names are for those who coordinate them, and
stand on pages of their own. How many they are is in no sum either, so that it cannot be
worked out by subtraction.
"""

from collections.abc import Iterable
from dataclasses import dataclass

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
    return None if 0 < count < FEWEST else count


def total_of(counts: Iterable[int | None]) -> Total:
    """The sum of what may be shown, and of one for each group that may not: that
    somebody is there is said."""
    held = list(counts)
    return Total(sum(1 if count is None else count for count in held), None in held)
