"""What a file is about: the people that were chosen, and the choice in words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.models import end_of
from courses.models import Course
from organisations.models import Organisation, Sector
from tracking.domain.coverage import Narrowing, People, people_of
from tracking.domain.exports.columns import in_words, ordered
from tracking.domain.listing import ORDERS
from tracking.domain.queries import course_title
from tracking.enums import ListColumn, Standing
from tracking.models.exports import Chosen, StaffExport


@dataclass(frozen=True)
class Choice:
    """The people of an organisation towards a course, as a coverage page shows them."""

    organisation: Organisation
    course: Course
    narrowing: Narrowing
    order: str
    # Those of the list that its file has; none: all that a file can have.
    columns: tuple[str, ...] = ()

    @property
    def fields(self) -> dict:
        """The same as fields of a row. Raises DomainError `no_such_column`."""
        narrowing = self.narrowing
        return {
            "organisation": self.organisation,
            "course": self.course,
            "standing": narrowing.standing,
            "sector_id": narrowing.sector or None,
            "department": narrowing.department,
            "search": narrowing.search,
            "order": self.order,
            "columns": ordered(self.columns),
        }


def choice_of(row: Chosen) -> Choice:
    """What a row is about."""
    narrowing = Narrowing(
        standing=row.standing,
        sector=row.sector_id or "",
        department=row.department,
        search=row.search,
    )
    order = row.order if row.order.removeprefix("-") in ORDERS else "standing"
    columns = tuple(one for one in row.columns if one in ListColumn.values)
    return Choice(row.organisation, row.course, narrowing, order, columns)


def people_in(export: StaffExport) -> People:
    """The people of a file."""
    choice = choice_of(export)
    return people_of(
        choice.organisation,
        choice.course,
        export.day,
        choice.narrowing,
        order=choice.order,
        known_at=end_of(export.known_on) if export.known_on else None,
    )


def words_of(choice: Choice, language: str) -> list[tuple[str, str]]:
    """(what, which) of the choice, in words; of filters those alone that narrow."""
    narrowing = choice.narrowing
    sorted_by = {
        "standing": _("Standing, the most urgent first"),
        "name": _("Name"),
        "due": _("Due, or certified until"),
    }[choice.order.removeprefix("-")]
    turned = _("%(order)s, turned round") % {"order": sorted_by}
    found = [
        (_("Organisation"), choice.organisation.name),
        (_("Course"), course_title(choice.course, language)),
        (_("Department"), narrowing.department and narrowing.department.name),
        (_("Sector"), narrowing.sector and _sector(narrowing.sector)),
        (_("Standing"), narrowing.standing and Standing(narrowing.standing).label),
        (_("Name contains"), narrowing.search),
        (_("Sorted by"), turned if choice.order.startswith("-") else sorted_by),
    ]
    return [(what, str(which)) for what, which in found if which]


def columns_told(chosen: Collection[str]) -> tuple[str, str]:
    """(what, which) of the columns of a file, in words."""
    which = in_words(chosen) if chosen else _("All columns")
    return _("Columns"), which


def days_of(day: date, known_on: date | None) -> list[tuple[str, str]]:
    """The days that a file is about, in words; `known_on` None: as is known now."""
    found = [(_("As of"), date_format(day, "DATE_FORMAT"))]
    if known_on is not None:
        found.append((_("As known on"), date_format(known_on, "DATE_FORMAT")))
    return found


def _sector(code: str) -> str:
    return str(Sector.objects.get(pk=code))
