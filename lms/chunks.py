"""Long work, some at a time."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

# Long work asks what time it is anew for each chunk; a test gives it another one.
Clock = Callable[[], datetime]

Row = TypeVar("Row")


def chunks(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    """The same rows in the same order, at most `size` at a time; none of none."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
