"""The file itself: a row at a time, whatever their number. No cell of it is taken for a
formula by a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from lms.spreadsheet import csv_lines, printable
from tracking.domain.coverage import Row
from tracking.domain.exports.chosen import (
    choice_of,
    columns_told,
    days_of,
    words_of,
)
from tracking.domain.exports.columns import Column, columns_of
from tracking.enums import DUE_SOON_DAYS, ExportFormat, Standing
from tracking.models import StaffExport

BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
CONTENT_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
}


def write(
    export: StaffExport, rows: Iterable[Row], file: IO[bytes], *, now: datetime
) -> None:
    """Write the rows into a file, in the language that is active."""
    known_on = export.known_on or localtime(now).date()
    columns = columns_of(export.columns)
    table = _table(rows, columns, export.day, known_on)
    if export.form == ExportFormat.CSV:
        for line in csv_lines(map(_as_text, table)):
            file.write(line.encode())
    else:
        _workbook(export, table, columns, now=now).save(file)


def standings() -> list[tuple[str, str]]:
    """(standing, what it means), the same as docs/standing.md."""
    return [
        (_("Covered"), _("What counts lasts more than 60 days from the day.")),
        (_("Runs out soon"), _("What counts ends within 60 days.")),
        (_("Exempt"), _("An exemption holds on the day.")),
        (
            _("On the way"),
            _("Learning has begun, or is completed and the certificate is on its way."),
        ),
        (_("Overdue"), _("The last day in time, and the days of grace, are over.")),
        (
            _("Due soon"),
            _("The last day in time is at most %(days)s days away.")
            % {"days": DUE_SOON_DAYS},
        ),
        (_("Not begun"), _("None of these.")),
    ]


def _table(
    rows: Iterable[Row], columns: Sequence[Column], day: date, known_on: date
) -> Iterator[tuple]:
    yield tuple(column.heading for column in columns)
    keys = [column.key for column in columns]
    # Looked up once: a label is translated anew each time it is read.
    labels = {one: str(one.label) for one in Standing}
    for row in rows:
        cells = {
            "name": row.name,
            "department": row.department,
            "sector": row.sector,
            "standing": labels[row.standing],
            "due": row.due_on,
            "certified_until": row.shown.certified_until,
            "exempt_until": row.shown.exempt_until,
            "day": day,
            "known_on": known_on,
        }
        yield tuple(cells[key] for key in keys)


def _as_text(row: tuple) -> list[object]:
    return [cell.isoformat() if isinstance(cell, date) else cell for cell in row]


def _workbook(
    export: StaffExport,
    table: Iterator[tuple],
    columns: Sequence[Column],
    *,
    now: datetime,
) -> Workbook:
    book = Workbook(write_only=True)
    people = book.create_sheet(_("People"))
    people.freeze_panes = "A2"
    for at, column in enumerate(columns, start=1):
        people.column_dimensions[get_column_letter(at)].width = column.width
    people.append([_bold(people, head) for head in next(table)])
    for row in table:
        # A day stays a day; of a name nothing is worked out.
        people.append(
            [cell if isinstance(cell, date) else printable(cell) for cell in row]
        )
    _tell(book.create_sheet(_("About this file")), export, columns, now=now)
    return book


def _tell(
    sheet, export: StaffExport, columns: Sequence[Column], *, now: datetime
) -> None:
    """What the file is about, and what its words mean."""
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 80
    made = date_format(localtime(now), "DATETIME_FORMAT")
    about = [
        *words_of(choice_of(export), export.language),
        columns_told(export.columns),
        *days_of(export.day, export.known_on),
        (pgettext("file", "Made"), made),
    ]
    for heading, lines in (
        (_("What this file is about"), about),
        (
            _("What the columns say"),
            [(column.heading, column.meaning) for column in columns],
        ),
        (_("What the standings mean"), standings()),
    ):
        sheet.append([_bold(sheet, heading)])
        for what, which in lines:
            said = WriteOnlyCell(sheet, printable(which))
            said.alignment = WRAPPED
            sheet.append([printable(what), said])
        sheet.append([])


def _bold(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, printable(text))
    cell.font = BOLD
    return cell
