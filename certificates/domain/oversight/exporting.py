"""The rows of the register as a file for a spreadsheet.

A row at a time, whatever their number; no cell can be taken for a formula. Who took
which rows out is in the audit log.
"""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import IO

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.domain.oversight.asking import Asked, found
from certificates.enums import CertificateState
from certificates.models import Certificate
from lms import audit
from lms.spreadsheet import csv_lines, printable
from lms.texts import said

READ_AT_ONCE = 2000
FORMS = ("csv", "xlsx")
MEMORY = 4 * 1024 * 1024


def export_lines(user, asked: Asked, *, now: datetime) -> Iterator[str]:
    """The rows that a person is shown, as lines of a CSV file in UTF-8."""
    _record(user, asked, "csv", now=now)
    return csv_lines(_rows(user, asked))


def export_workbook(user, asked: Asked, *, now: datetime) -> IO[bytes]:
    """The same as a workbook, ready to be read from its beginning."""
    # Inside: it takes 8 MB, and few processes make a workbook.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    _record(user, asked, "xlsx", now=now)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Register"))
    sheet.freeze_panes = "A2"
    for column in "ABCDEFGHIJK":
        sheet.column_dimensions[column].width = 22
    for number, row in enumerate(_rows(user, asked)):
        cells = [WriteOnlyCell(sheet, printable(cell)) for cell in row]
        if number == 0:
            for cell in cells:
                cell.font = Font(bold=True)
        sheet.append(cells)
    file = tempfile.SpooledTemporaryFile(MEMORY)  # noqa: SIM115 - who sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _rows(user, asked: Asked) -> Iterator[list[object]]:
    # Now: a file is sent after the page's language was put away.
    language = get_language()
    rows: Iterable[Certificate] = found(user, asked).iterator(chunk_size=READ_AT_ONCE)
    return chain([_head()], (_row(one, asked, language) for one in rows))


def _head() -> list[object]:
    return [
        _("Number"),
        _("Printed name"),
        _("Certificate"),
        _("Type"),
        _("Course"),
        _("Sector"),
        _("Language"),
        _("Awarded"),
        _("Valid until"),
        _("State"),
        _("As of"),
    ]


def _row(one: Certificate, asked: Asked, language: str) -> list[object]:
    words, earned_in = one.words, one.language
    with translation.override(language):
        kind, state = (
            str(one.get_type_display()),
            str(CertificateState(one.state).label),
        )
    return [
        one.number,
        words["printed_name"],
        str(said(words["names"], language, earned_in)),
        kind,
        words["course"]["code"],
        str(said(words["sector"], language, earned_in)),
        settings.RELAY_LANGUAGE_NAMES.get(earned_in, earned_in),
        one.awarded_on.isoformat(),
        one.valid_until.isoformat() if one.valid_until else "",
        state,
        asked.day.isoformat(),
    ]


def _record(user, asked: Asked, form: str, *, now: datetime) -> None:
    audit.record(
        "certificates.register_exported",
        actor=user,
        subject=audit.Subject("certificates.Register"),
        data={
            "form": form,
            "rows": found(user, asked).order_by().count(),
            "as_of": asked.day,
            "filters": {
                name: value
                for name, value in (
                    ("state", asked.state),
                    ("course", asked.course),
                    ("sector", asked.sector and str(asked.sector)),
                    ("type", asked.type),
                    ("language", asked.language),
                    ("place", asked.place and asked.place.pk),
                    ("awarded_from", asked.awarded_from),
                    ("awarded_until", asked.awarded_until),
                    ("ends_from", asked.ends_from),
                    ("ends_until", asked.ends_until),
                    # Not the words: they may be somebody's name.
                    ("words", bool(asked.words)),
                )
                if value
            },
        },
        now=now,
    )
