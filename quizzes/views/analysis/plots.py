"""Pictures of figures, as shapes for an SVG. Everything they show stands in a table
beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

from quizzes.domain.analysis.queries import Told
from quizzes.views.analysis.words import correlation, percent

# Of what is drawn in: a scatter's own units.
WIDTH, HEIGHT = 520, 320
LEFT, RIGHT, TOP, BOTTOM = 76, 28, 16, 48
LOWEST, HIGHEST = -0.5, 1.0


@dataclass(frozen=True)
class Point:
    """`title` is read when one points at it."""

    x: int
    y: int
    is_flagged: bool
    title: str


@dataclass(frozen=True)
class Tick:
    at: int
    label: str


@dataclass(frozen=True)
class Scatter:
    """Each question by how many get it right (across) and how well it tells people apart
    (upwards)."""

    points: list[Point]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def across(self) -> list[Tick]:
        return [Tick(_x(n / 4), percent(n / 4)) for n in range(5)]

    @property
    def upwards(self) -> list[Tick]:
        return [Tick(_y(n / 2), correlation(n / 2)) for n in range(-1, 3)]

    @property
    def frame(self) -> dict:
        return {
            "left": LEFT,
            "right": WIDTH - RIGHT,
            "top": TOP,
            "bottom": HEIGHT - BOTTOM,
            "nil": _y(0),
            "doubtful": HEIGHT - BOTTOM - _y(0),
            "wide": WIDTH - RIGHT - LEFT,
            "high": HEIGHT - BOTTOM - TOP,
            "middle": (LEFT + WIDTH - RIGHT) // 2,
            "centre": (TOP + HEIGHT - BOTTOM) // 2,
        }


def scatter(told: Iterable[Told]) -> Scatter:
    """Of those for which both are known and which are asked."""
    return Scatter(
        [
            Point(
                _x(one.row.facility),
                _y(one.row.discrimination),
                one.row.is_flagged,
                f"{one.version.key}: {percent(one.row.facility)}, "
                f"{correlation(one.row.discrimination)}",
            )
            for one in told
            if one.row.discrimination is not None and not one.is_retired
        ]
    )


def _x(share: float) -> int:
    return round(LEFT + share * (WIDTH - RIGHT - LEFT))


def _y(value: float) -> int:
    held = min(max(value, LOWEST), HIGHEST)
    share = (held - LOWEST) / (HIGHEST - LOWEST)
    return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP))


@dataclass(frozen=True)
class Bar:
    label: str
    y: int
    width: int
    value: str
    is_marked: bool = False


# Of a picture of bars.
BAR, GAP, ACROSS = 22, 10, 300


@dataclass(frozen=True)
class Bars:
    """One bar under the other, each with its label above it."""

    bars: list[Bar]
    width: int = ACROSS + 60
    across: int = ACROSS

    @property
    def height(self) -> int:
        return len(self.bars) * (BAR + GAP) or 1


def bars(rows: Iterable[tuple[str, float, bool]]) -> Bars:
    """(label, share, whether it is marked) as bars."""
    return Bars(
        [
            Bar(
                label,
                place * (BAR + GAP),
                max(1, round(share * ACROSS)),
                percent(share),
                is_marked,
            )
            for place, (label, share, is_marked) in enumerate(rows)
        ]
    )
