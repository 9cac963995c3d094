"""Figures, the table a person reads, and the JSON a program reads."""

import json
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0 to 1) of the values do not exceed.

    Nearest rank: always a value that was measured. Raises ValueError without values.
    """
    if not values:
        raise ValueError("no values")
    rank = max(1, math.ceil(share * len(values)))
    return sorted(values)[rank - 1]


def median(values: Sequence[float]) -> float:
    """The middle value. Raises ValueError without values."""
    if not values:
        raise ValueError("no values")
    return statistics.median(values)


@dataclass(frozen=True)
class Figure:
    """One measured number.

    `floor` is the same work at its cheapest (None: none defined), so `ratio` says how
    many floors it costs. `limit` is a budget or aim: the most it may be, or with
    `at_least` the least; `limit_of` says who set it.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    limit: float | None = None
    limit_of: str = ""
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """value / floor; None without a floor (or a floor of nothing)."""
        return self.value / self.floor if self.floor else None

    @property
    def holds(self) -> bool | None:
        """Whether the limit is kept; None without a limit."""
        if self.limit is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @property
    def verdict(self) -> str:
        if self.holds is None:
            return ""
        sign = "≥" if self.at_least else "≤"
        words = "holds" if self.holds else "over budget"
        who = f", {self.limit_of}" if self.limit_of else ""
        return f"{words} ({sign} {written(self.limit)}{who})"


@dataclass
class Section:
    """Figures under one heading, with what the reader has to know about them."""

    title: str
    notes: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def add(self, *figures: Figure) -> None:
        self.figures.extend(figures)


@dataclass
class Report:
    """What one benchmark found."""

    name: str
    sections: list[Section] = field(default_factory=list)

    def section(self, title: str, *notes: str) -> Section:
        self.sections.append(Section(title, list(notes)))
        return self.sections[-1]

    @property
    def figures(self) -> list[Figure]:
        return [figure for section in self.sections for figure in section.figures]

    def as_json(self) -> dict[str, dict]:
        """{figure: {"value", "unit", "floor", "ratio"}}, the last two None if undefined.

        Raises ValueError when two figures share a name.
        """
        names = [figure.name for figure in self.figures]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.name}: two figures share a name")
        return {
            figure.name: {
                "value": round(figure.value, 4),
                "unit": figure.unit,
                "floor": None if figure.floor is None else round(figure.floor, 4),
                "ratio": None if figure.ratio is None else round(figure.ratio, 4),
            }
            for figure in self.figures
        }

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.json"
        path.write_text(json.dumps(self.as_json(), indent=2, ensure_ascii=False) + "\n")
        return path

    def table(self) -> str:
        lines = [self.name, "=" * len(self.name)]
        for section in self.sections:
            lines += ["", section.title, *(f"  {note}" for note in section.notes)]
            if section.figures:
                lines += ["", *_rows(section.figures)]
        missed = [figure for figure in self.figures if figure.holds is False]
        lines += ["", f"Over budget: {len(missed) or 'nothing'}"]
        lines += [
            f"  {one.name}: {written(one.value)} {one.unit}, {one.verdict}"
            for one in missed
        ]
        return "\n".join(lines)


def written(value: float | None) -> str:
    """A number as a table shows it: three digits that mean something."""
    if value is None:
        return "-"
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"


def _rows(figures: Sequence[Figure]) -> list[str]:
    head = ("figure", "value", "unit", "floor", "value/floor", "budget")
    rows = [
        (
            figure.name,
            written(figure.value),
            figure.unit,
            written(figure.floor),
            "-" if figure.ratio is None else f"{figure.ratio:.2f}",
            figure.verdict,
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(6)]
    to_the_right = {1, 3, 4}
    return [
        "  "
        + "  ".join(
            cell.rjust(width) if column in to_the_right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [head, tuple("-" * width for width in widths), *rows]
    ]
