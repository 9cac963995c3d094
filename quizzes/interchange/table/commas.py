"""A table as text with commas between its cells."""

import csv
import io

from django.utils.translation import gettext as _

from lms.errors import UnreadableFile
from quizzes.interchange.table.columns import (
    COLUMNS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
)
from quizzes.interchange.table.writing import Line
from quizzes.interchange.texts import cleaned, decoded

# A program that opens the file takes what begins so for something to work out. An
# apostrophe before it makes it a text, and one that stands there is doubled.
# The last four are as wide as a Chinese sign, and taken for the same.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_APOSTROPHE = "'"
_BETWEEN = (",", ";", "\t")


def grid_of(data: bytes) -> list[list[Cell]]:
    """The cells of a file in UTF-8, with commas, semicolons or tabs between them.
    Raises UnreadableFile."""
    # Inside: with the first table, not with Relay.
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    text = decoded(data)
    first = text.lstrip("\n").partition("\n")[0]
    between = max(_BETWEEN, key=first.count)
    rows: list[list[Cell]] = []
    cells = 0
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=between), start=1
        ):
            cells += sum(1 for text in row if text)
            if number > MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
                raise UnreadableFile(_("This table is too large."))
            rows.append(
                [
                    Cell(cleaned(_bare(text)), f"{get_column_letter(place)}{number}")
                    for place, text in enumerate(row, start=1)
                ]
            )
    except csv.Error as error:
        raise UnreadableFile(_("This table cannot be read.")) from error
    return rows


def bytes_of(lines: list[Line]) -> bytes:
    """The lines as a file that spreadsheets open and work nothing out in."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([_safe(line.get(name, "")) for name in COLUMNS])
    return stream.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return (
        f"{_APOSTROPHE}{text}" if text.startswith((*_DANGEROUS, _APOSTROPHE)) else text
    )


def _bare(text: str) -> str:
    """Without the apostrophe that was put there."""
    rest = text.removeprefix(_APOSTROPHE)
    return (
        rest if text != rest and rest.startswith((*_DANGEROUS, _APOSTROPHE)) else text
    )
