"""A list of people who were trained elsewhere, as a file (lms.tables).

Three columns are known: e-mail, sector, day. A file with any other is refused, so that
nothing about people comes in that nobody asked for (ETHICS P3).
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.errors import DomainError
from lms.tables import rows_of

COLUMNS = {
    "email": {"email", "e-mail", "e-mail address", "e-mailadres", "adresse e-mail"},
    "sector": {"sector", "secteur", "bereich", "sektor"},
    "day": {"day", "date", "datum", "dag", "jour", "tag"},
}
_COLUMN_OF = {word: name for name, words in COLUMNS.items() for word in words}


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
    rows = rows_of(data)
    head = next(rows, None)
    if head is None:
        raise DomainError(_("This file is empty."))
    places = _places(head[1])
    lines = [
        Line(number, *(_cell(cells, places.get(name)) for name in COLUMNS))
        for number, cells in rows
    ]
    if not lines:
        raise DomainError(_("There is no line below the names of the columns."))
    return lines


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
