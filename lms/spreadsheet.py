"""Rows as a file that a spreadsheet opens, and does not execute."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator

# A cell that begins with one of these is a formula to spreadsheets (OWASP, CSV
# injection); names of people are typed by people.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
# By this Excel knows that the file is in UTF-8.
MARK = "\ufeff"

# Those that openpyxl refuses; said here, so that a line of text does not load it.
_CONTROL_SIGNS = re.compile(r"[\000-\010\013\014\016-\037]")


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def safe(cell: object) -> str:
    """A cell as text that no spreadsheet takes for a formula; "" for None."""
    text = "" if cell is None else str(cell)
    # Some programs skip white space in front, and read the wide signs of Asian type.
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    starts = (plain.startswith(FORMULA_SIGNS), plain.lstrip().startswith(FORMULA_SIGNS))
    return f"'{text}" if any(starts) else text


def printable(cell: object) -> str:
    """The same for a workbook, which refuses control signs; no name of ours holds any."""
    return _CONTROL_SIGNS.sub("", safe(cell))


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Lines of a CSV file, one after the other."""
    writer = csv.writer(_Line())
    yield MARK
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])
