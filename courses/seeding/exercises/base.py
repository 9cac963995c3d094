"""What the parts of an exercise have in common, whatever its kind."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from courses.seeding.tables import Table, check_keys

# (name of the list, (key, value) of each item) -> items of a list block, whose ids
# follow from the keys.
Items = Callable[[str, Iterable[tuple[str, Any]]], list[dict]]


class Parts(Protocol):
    """What an exercise of a kind has besides prompt and feedback."""

    def value(self, language: str, items: Items) -> dict[str, Any]:
        """These parts of the block's value, in a language."""


def rows_of(
    row: Table, name: str, low: int, high: int, *, keys: bool = True
) -> list[Table]:
    """The rows called `name`; a problem is noted when they are too few or too many, or
    (`keys`) when two share a key."""
    rows = row.rows(name)
    if keys:
        check_keys(rows, set())
    if not low <= len(rows) <= high:
        row.problem(name, f"has {len(rows)} rows: {low} to {high} are needed")
    return rows
