"""Cells of a sheet that span several rows.

What reads a workbook row by row does not say which they are: they are named at the end
of the sheet, and read here as a stream.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

AT_ONCE = 256 * 1024
# The longest name of such a cell, with what may stand around it.
OVERLAP = 200
MOST = 20_000
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^<>]{0,80}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
)


@dataclass(frozen=True)
class Spread:
    """The first column of a cell that spans rows, from `top` to `bottom`."""

    column: int
    top: int
    bottom: int


def spreads_of(sheet) -> list[Spread]:
    """Those of a sheet that was opened to be read only, the first of each cell; past
    20,000 none is looked for."""
    # Inside: whoever has opened a sheet has loaded it.
    from openpyxl.utils.cell import range_boundaries  # noqa: PLC0415

    found: dict[tuple[int, int], Spread] = {}
    for name in _names(sheet):
        column, top, _last, bottom = range_boundaries(name)
        if bottom > top:
            found.setdefault((column, top), Spread(column, top, bottom))
        if len(found) >= MOST:
            break
    return list(found.values())


def _names(sheet) -> Iterator[str]:
    kept = b""
    with sheet._get_source() as source:
        while data := source.read(AT_ONCE):
            text = kept + data
            for found in _MERGED.finditer(text):
                yield found[1].decode()
            kept = text[-OVERLAP:]
