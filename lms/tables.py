"""Tables that people bring: CSV however it was saved, or the first sheet of a workbook.

One reader for every list of people. It gives rows of text and knows nothing of what they
mean; it refuses what is too large before it reads it, and what unfolds too far before it
unfolds it.
"""

import csv
import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import islice

from django.core.files.base import File
from django.utils.translation import gettext as _

from lms.archives import MB, Limits, names_of
from lms.digits import whole_number
from lms.encodings import decoded
from lms.errors import DomainError, UnreadableFile
from lms.merged_cells import Spread, spreads_of
from lms.spreadsheet import FORMULA_SIGNS

MOST_BYTES = 5 * MB
MOST_LINES = 50_000
MOST_COLUMNS = 40
# A line of a list of people is shorter by far.
MOST_SIGNS = 2_000
# And all of them together, also where few signs in a file are said in many rows.
MOST_SIGNS_IN_ALL = 20_000_000
LIMITS = Limits(files=200, single=40 * MB, total=60 * MB)
# The first bytes of every archive, and so of every workbook.
ARCHIVE = b"PK"
# The last row that a sheet can have; a file may claim others.
LAST_ROW = 1_048_576
_BETWEEN = (",", ";", "\t")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
# Spreadsheets count days from here, and show the number once a cell lost its format.
_DAY_ZERO = date(1899, 12, 30)
_COUNTED = range(10_000, 100_000)

Row = tuple[int, list[str]]


def bytes_of(file: File) -> bytes:
    """What an uploaded file holds. One that is too large is told by its size alone and
    never read. Raises DomainError ("large")."""
    if file.size > MOST_BYTES:
        raise DomainError(_too_many_bytes(), code="large")
    return file.read(MOST_BYTES + 1)


def rows_of(data: bytes) -> Iterator[Row]:
    """(number as spreadsheets count, cells as text) of each row that says something.

    Formulas are the values that were last worked out, days are written as in ISO 8601,
    and a cell that spans several rows is said in each of them. Raises DomainError for a
    file that is too large or cannot be read, at the latest with the row that is too much.
    """
    if len(data) > MOST_BYTES:
        raise DomainError(_too_many_bytes(), code="large")
    is_workbook = data.startswith(ARCHIVE)
    rows = _rows_of_workbook(data) if is_workbook else _rows_of_text(data)
    yield from _within(rows)


def day_in(text: str) -> date | None:
    """The day that a text says: 2019-05-04, 4/5/2019, 4.5.2019, or as spreadsheets
    count; None for any other text."""
    counted = whole_number(text, digits=5)
    if counted is not None and counted in _COUNTED:
        return _DAY_ZERO + timedelta(days=counted)
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


def _too_many_bytes() -> str:
    return _("This file is larger than 5 MB. Divide the list.")


def _rows_of_text(data: bytes) -> Iterator[tuple[int, Sequence]]:
    text = _readable(decoded, data)
    first = text.lstrip("\n").partition("\n")[0]
    between = max(_BETWEEN, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise DomainError(_("This table cannot be read.")) from error


def _rows_of_workbook(data: bytes) -> Iterator[tuple[int, Sequence]]:
    # Inside: it takes 8 MB, and most files are text.
    from openpyxl import load_workbook  # noqa: PLC0415

    _readable(names_of, data, LIMITS)
    try:
        with warnings.catch_warnings():
            # Of what is not read anyway: colours, pictures, validations.
            warnings.simplefilter("ignore")
            book = load_workbook(
                BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            sheet = book.worksheets[0]
            spreads = spreads_of(sheet)
            # What a sheet says of its size is not what it holds.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
            yield from _spread(enumerate(rows, start=1), spreads)
    except DomainError:
        raise
    # A broken workbook breaks its reader wherever it happens to be.
    except Exception as error:
        raise DomainError(_("This workbook cannot be read.")) from error


def _spread(
    rows: Iterable[tuple[int, tuple]], spreads: list[Spread]
) -> Iterator[tuple[int, Sequence]]:
    """The rows, with what a cell says that spans several of them said in each."""
    waiting = sorted(spreads, key=lambda one: one.top, reverse=True)
    # One for each column: what begins later goes before what has not ended.
    open_ones: dict[int, tuple[Spread, object]] = {}
    for number, cells in rows:
        if not open_ones and not (waiting and waiting[-1].top <= number):
            yield number, cells
            continue
        while waiting and waiting[-1].top <= number:
            begun = waiting.pop()
            if begun.top == number and begun.column <= len(cells):
                open_ones[begun.column] = begun, cells[begun.column - 1]
        open_ones = {
            column: (one, value)
            for column, (one, value) in open_ones.items()
            if one.bottom >= number
        }
        if open_ones:
            cells = list(cells)
            for column, (_one, value) in open_ones.items():
                if column <= len(cells):
                    cells[column - 1] = value
        yield number, cells


def _readable(read: Callable, *given):
    try:
        return read(*given)
    except UnreadableFile as error:
        raise DomainError(str(error)) from error


def _within(rows: Iterable[tuple[int, Sequence]]) -> Iterator[Row]:
    told = signs = 0
    for number, cells in rows:
        # A million empty rows before one that says something are passed over quickly.
        if cells.count(None) == len(cells):
            cells = ()
        texts = [_text(cell) for cell in islice(cells, MOST_COLUMNS)]
        is_wider = any(_text(cell) for cell in islice(cells, MOST_COLUMNS, None))
        if not any(texts) and not is_wider:
            if number > LAST_ROW:
                raise DomainError(_("This table is too large."))
            continue
        told += 1
        signs += sum(map(len, texts))
        if told > MOST_LINES + 1 or is_wider or signs > MOST_SIGNS_IN_ALL:
            raise DomainError(_("This table is too large."))
        yield number, texts


def _text(value: object) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value)[:MOST_SIGNS].split()) if value is not None else ""
    # An apostrophe keeps spreadsheets from working something out; it says nothing then.
    bare = text.removeprefix("'")
    return bare if bare.startswith(FORMULA_SIGNS) or bare[:1].isdigit() else text
