"""The file itself: a row at a time, whatever their number. No cell of it is taken for a
formula by a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO

from django.utils.timezone import localtime

from lms.spreadsheet import csv_lines
from tracking.domain.coverage import Row
from tracking.domain.exports.columns import Column, columns_of
from tracking.enums import ExportFormat, Standing
from tracking.models import StaffExport

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
        # Inside: openpyxl takes 8 MB, and a list is mostly wanted as CSV.
        from tracking.domain.exports.workbook import workbook  # noqa: PLC0415

        workbook(export, table, columns, now=now).save(file)


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
