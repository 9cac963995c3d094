"""A list of people as a workbook, row by row; with it a sheet that says what it is about.

Loaded with the first of them (`files`).
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from lms.spreadsheet import printable
from tracking.domain.exports.chosen import (
    choice_of,
    columns_told,
    days_of,
    words_of,
)
from tracking.domain.exports.columns import Column
from tracking.enums import DUE_SOON_DAYS
from tracking.models import StaffExport

BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")


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


def workbook(
    export: StaffExport,
    table: Iterator[tuple],
    columns: Sequence[Column],
    *,
    now: datetime,
) -> Workbook:
    """The table, its first row the headings, with a sheet that says what it is."""
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
