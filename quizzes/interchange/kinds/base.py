"""What every kind of exercise says about itself to files."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from quizzes.interchange.found import Found
from quizzes.interchange.shapes import Shape

# A block's value with plain lists: what Wagtail stores, without ids.
Value = dict[str, Any]


class Side:
    """How a kind turns into a shape and comes out of one. `prompt` and `feedback` are
    the caller's."""

    name: ClassVar[str]
    takes: ClassVar[type]

    def shape(self, value: Value, labels: dict[str, str]) -> Shape:
        """The shape of a value; settings that no format knows go into `labels`."""
        raise NotImplementedError

    def can(self, shape: Shape) -> bool:
        """Whether a shape may be of this kind, if its label says so."""
        return isinstance(shape, self.takes)

    def suits(self, shape: Shape) -> bool:
        """Whether a shape without a label is taken for this kind."""
        return self.can(shape)

    def value(self, shape: Any, found: Found) -> Value:
        """The value of a shape, with `found.labels`; what it cannot hold is noted at
        `found`."""
        raise NotImplementedError


def percent(worth: Decimal, found: Found) -> int:
    """A worth in whole percent, as exercises have it."""
    whole = int(worth.quantize(Decimal(1), ROUND_HALF_UP))
    if whole != worth:
        found.lose(
            _(
                "What an answer is worth is rounded: %(worth)s %% is taken as %(whole)d %%."
            )
            % {"worth": f"{worth.normalize():f}", "whole": whole}
        )
    return whole


def worth_something(rows: tuple, found: Found) -> list:
    """The rows that are worth something. What is worth nothing needs no row, but its
    explanation goes with it."""
    kept = [row for row in rows if row.worth > 0]
    if len(kept) < len(rows):
        found.lose(
            _(
                "An answer that is worth nothing is not taken over, nor what is said of it."
            )
        )
    return kept
