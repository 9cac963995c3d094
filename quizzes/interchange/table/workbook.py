"""A table as a sheet of a workbook (XLSX)."""

import re
import warnings
from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from courses.exercises.numbers import written
from lms.archives import MB, Limits, names_of
from lms.errors import UnreadableFile
from quizzes.interchange.table.columns import (
    COLUMNS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    SHEET,
    TAKEN,
    Cell,
)
from quizzes.interchange.table.writing import Line
from quizzes.interchange.texts import cleaned

LIMITS = Limits(files=500, single=40 * MB, total=60 * MB)
# The last row that a sheet can have; a file may claim others.
_LAST_ROW = 1_048_576
# How the format writes signs that XML has not, and what looks like one.
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_AS_TEXT = "@"
_WIDE = {"question": 44, "text": 36, "answer": 36, "said": 36, "feedback": 36}
_CHOICES = {
    "kind": list(TAKEN),
    "difficulty": ["1", "2", "3"],
    "must_pass": ["yes", "no"],
}


def grid_of(data: bytes) -> list[list[Cell]]:
    """The cells of the sheet of questions, else of the first one. Formulas are not worked
    out: they are told. Raises UnreadableFile."""
    names_of(data, LIMITS)
    try:
        with warnings.catch_warnings():
            # Of what is not read anyway: colours, pictures, validations.
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
            named = [one for one in book.worksheets if one.title.strip() == SHEET]
            return list(_rows((named or book.worksheets)[0]))
    except UnreadableFile:
        raise
    # A broken workbook breaks its reader wherever it happens to be.
    except Exception as error:
        raise UnreadableFile(_("This workbook cannot be read.")) from error


def _rows(sheet) -> Iterator[list[Cell]]:
    if (sheet.max_column or 0) > MOST_COLUMNS:
        raise UnreadableFile(_("This table is too large."))
    # What a sheet says of its size is not what it holds.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=MOST_COLUMNS + 1)
    cells = 0
    for number, row in enumerate(rows, start=1):
        read = [
            _cell(cell, f"{sheet.title}!{get_column_letter(place)}{number}")
            for place, cell in enumerate(row, start=1)
            if cell.value is not None or place <= len(COLUMNS)
        ]
        filled = sum(1 for cell in read if cell)
        cells += filled
        if not filled:
            continue
        if number > MOST_ROWS or cells > MOST_CELLS or row[-1].value is not None:
            raise UnreadableFile(_("This table is too large."))
        yield read


def _cell(cell, place: str) -> Cell:
    value = cell.value
    if value is None:
        return Cell(place=place)
    trouble = ""
    if cell.data_type == "f":
        trouble = _("A formula is not worked out here: write what it gives.")
    elif cell.data_type == "e":
        trouble = _("This cell holds an error of the program that wrote it.")
    elif isinstance(value, date | time | timedelta):
        trouble = _("This cell holds a date: format it as text and write it again.")
    return Cell("" if trouble else _text(cell), place, trouble)


def _text(cell) -> str:
    value = cell.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if not number.is_finite():
            return str(value)
        if "%" in cell.number_format:
            return f"{written(number * 100)} %"
        return written(number) if abs(number.adjusted()) < 30 else str(value)
    text = _CODED.sub(lambda code: chr(int(code[1], 16)), str(value))
    return cleaned(text)


def bytes_of(lines: list[Line]) -> bytes:
    """The lines as a workbook in which every cell is a text, whatever it begins with."""
    return saved(book_of(lines))


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(lines: list[Line]) -> Workbook:
    book = Workbook()
    fill_sheet(book.active, SHEET, lines)
    return book


def fill_sheet(sheet, title: str, lines: list[Line]) -> None:
    """The columns with their names, the lines below, and lists to choose from."""
    sheet.title = title
    sheet.append(list(COLUMNS))
    for number, line in enumerate(lines, start=2):
        for place, name in enumerate(COLUMNS, start=1):
            if text := line.get(name, ""):
                write_text(sheet.cell(number, place), text)
    for place, name in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[letter].width = _WIDE.get(name, 14)
        # What somebody types stays as it was typed: 1/2 is no date.
        sheet.column_dimensions[letter].number_format = _AS_TEXT
        if name in _CHOICES:
            listed = DataValidation(
                "list", formula1=f'"{",".join(_CHOICES[name])}"', allow_blank=True
            )
            listed.add(f"{letter}2:{letter}{MOST_ROWS}")
            sheet.add_data_validation(listed)
    sheet.freeze_panes = "A2"


def write_text(cell, text: str) -> None:
    """A text that stays one also when somebody changes it."""
    cell.value = _LOOKS_CODED.sub("_x005F_", text)
    cell.data_type = "s"
    cell.number_format = _AS_TEXT
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")
