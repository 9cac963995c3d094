"""A list of people as a file: CSV, or the first sheet of a workbook (XLSX).

Three columns are known: e-mail, sector, day. A file with any other is refused, so that
nothing about people comes in that nobody asked for (ETHICS P3).
"""

import csv
import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from lms.errors import DomainError
from quizzes.interchange.archives import MB, Limits, names_of
from quizzes.interchange.found import UnreadableFile
from quizzes.interchange.texts import decoded

MOST_BYTES = 5 * MB
MOST_LINES = 50_000
MOST_COLUMNS = 20
LIMITS = Limits(files=200, single=40 * MB, total=60 * MB)
# The first bytes of every archive, and so of every workbook.
ARCHIVE = b"PK"
_BETWEEN = (",", ";", "\t")
COLUMNS = {
    "email": {"email", "e-mail", "e-mail address", "e-mailadres", "adresse e-mail"},
    "sector": {"sector", "secteur", "bereich", "sektor"},
    "day": {"day", "date", "datum", "dag", "jour", "tag"},
}
_COLUMN_OF = {word: name for name, words in COLUMNS.items() for word in words}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


@dataclass(frozen=True)
class Line:
    """A line of the list as it was written; `number` as spreadsheets count."""

    number: int
    email: str
    sector: str
    day: str


def lines_of(data: bytes) -> list[Line]:
    """The lines of a file, those that say nothing left out. Raises DomainError for one
    that cannot be read, is too large, has no line, lacks a column or has one too many."""
    if len(data) > MOST_BYTES:
        raise DomainError(_("This file is larger than 5 MB. Divide the list."))
    is_workbook = data.startswith(ARCHIVE)
    rows = _rows_of_workbook(data) if is_workbook else _rows_of_text(data)
    head = next(rows, None)
    if head is None:
        raise DomainError(_("This file is empty."))
    places = _places(head[1])
    lines = [
        Line(number, *(_cell(cells, places.get(name)) for name in COLUMNS))
        for number, cells in rows
        if any(cells)
    ]
    if not lines:
        raise DomainError(_("There is no line below the names of the columns."))
    return lines


def day_in(text: str) -> date | None:
    """The day that a text says, 2019-05-04 or 4/5/2019; None for any other text."""
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _places(head: list[str]) -> dict[str, int]:
    """{column: where it is}."""
    places = {}
    for place, title in enumerate(head):
        if not title:
            continue
        name = _COLUMN_OF.get(title.lower())
        if name is None or name in places:
            raise DomainError(
                _(
                    "The column “%(title)s” is not known here, or stands there twice. "
                    "Leave only e-mail, sector and day."
                )
                % {"title": title[:40]}
            )
        places[name] = place
    if not {"email", "day"} <= places.keys():
        raise DomainError(
            _("The first line has to name the columns: e-mail, day, and sector or not.")
        )
    return places


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _rows_of_text(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _readable(decoded, data)
    between = max(_BETWEEN, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        yield from _within(enumerate(reader, start=1))
    except csv.Error as error:
        raise DomainError(_("This table cannot be read.")) from error


def _rows_of_workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    _readable(names_of, data, LIMITS)
    try:
        with warnings.catch_warnings():
            # Of what is not read anyway: colours, pictures, validations.
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            # What a sheet says of its size is not what it holds.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
            yield from _within(enumerate(rows, start=1))
    except DomainError:
        raise
    # A broken workbook breaks its reader wherever it happens to be.
    except Exception as error:
        raise DomainError(_("This workbook cannot be read.")) from error


def _readable(read: Callable, *given):
    try:
        return read(*given)
    except UnreadableFile as error:
        raise DomainError(str(error)) from error


def _within(rows: Iterable[tuple[int, Iterable]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in rows:
        texts = [_text(cell) for cell in cells]
        if number > MOST_LINES + 1 or any(texts[MOST_COLUMNS:]):
            raise DomainError(_("This table is too large."))
        yield number, texts


def _text(value: object) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    text = " ".join(str(value).split()) if value is not None else ""
    # An apostrophe keeps spreadsheets from working something out; it says nothing.
    return text.removeprefix("'")
