"""The file itself: a row at a time, whatever their number. No cell of it is taken for a
formula by a spreadsheet."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from lms.spreadsheet import csv_lines, printable
from tracking.domain.coverage import Row
from tracking.domain.exports.chosen import choice_of, days_of, words_of
from tracking.enums import DUE_SOON_DAYS, ExportFormat, Standing
from tracking.models import StaffExport

BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
WIDTHS = (32, 28, 28, 16, 12, 16, 14, 12, 14)
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
    table = _table(rows, export.day, known_on)
    if export.form == ExportFormat.CSV:
        for line in csv_lines(map(_as_text, table)):
            file.write(line.encode())
    else:
        _workbook(export, table, now=now).save(file)


def columns() -> list[tuple[str, str]]:
    """(heading, what it says) of each column."""
    return [
        (_("Name"), _("As it is printed on certificates.")),
        (_("Department"), _("Where in the organisation the person works.")),
        (_("Sector"), _("The sector for which the course is asked.")),
        (_("Standing"), _("Where the person is with what is asked; see below.")),
        (_("Due"), _("The last day in time, with more time where it was given.")),
        (
            _("Certified until"),
            _(
                "The last day of what counts. Empty: nothing counts on that day, or it "
                "does not end."
            ),
        ),
        (_("Exempt until"), _("The last day of an exemption that holds.")),
        (_("As of"), _("The day that the row is about.")),
        (_("As known on"), _("Nothing counts that was recorded after this day.")),
    ]


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


def _table(rows: Iterable[Row], day: date, known_on: date) -> Iterator[tuple]:
    yield tuple(head for head, _meaning in columns())
    # Looked up once: a label is translated anew each time it is read.
    labels = {one: str(one.label) for one in Standing}
    for row in rows:
        yield (
            row.name,
            row.department,
            row.sector,
            labels[row.standing],
            row.due_on,
            row.shown.certified_until,
            row.shown.exempt_until,
            day,
            known_on,
        )


def _as_text(row: tuple) -> list[object]:
    return [cell.isoformat() if isinstance(cell, date) else cell for cell in row]


def _workbook(
    export: StaffExport, table: Iterator[tuple], *, now: datetime
) -> Workbook:
    book = Workbook(write_only=True)
    people = book.create_sheet(_("People"))
    people.freeze_panes = "A2"
    for at, width in enumerate(WIDTHS):
        people.column_dimensions["ABCDEFGHI"[at]].width = width
    people.append([_bold(people, head) for head in next(table)])
    for row in table:
        # A day stays a day; of a name nothing is worked out.
        people.append(
            [cell if isinstance(cell, date) else printable(cell) for cell in row]
        )
    _tell(book.create_sheet(_("About this file")), export, now=now)
    return book


def _tell(sheet, export: StaffExport, *, now: datetime) -> None:
    """What the file is about, and what its words mean."""
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 80
    made = date_format(localtime(now), "DATETIME_FORMAT")
    about = [
        *words_of(choice_of(export), export.language),
        *days_of(export.day, export.known_on),
        (_("Made"), made),
    ]
    for heading, lines in (
        (_("What this file is about"), about),
        (_("What the columns say"), columns()),
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
