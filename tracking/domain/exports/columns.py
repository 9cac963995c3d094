"""The columns of a file: all of them, or those that a list of people shows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.errors import DomainError
from tracking.enums import ListColumn


@dataclass(frozen=True)
class Column:
    """One of them, in the language that is active; `key` is what a row calls it."""

    key: str
    heading: str
    meaning: str
    width: int


# Who a row is about, and of which days it speaks: in every file.
ALWAYS = {"name", "department", "day", "known_on"}
# The columns that say what one of the list says.
SAID_BY = {
    ListColumn.DEPARTMENT: {"department"},
    ListColumn.SECTOR: {"sector"},
    ListColumn.STANDING: {"standing"},
    ListColumn.DAY: {"due", "certified_until", "exempt_until"},
    ListColumn.DUE: {"due"},
}


def ordered(columns: Iterable[str]) -> list[str]:
    """Columns of the list, each once and in its order: the same choice is the same file.

    Raises DomainError `no_such_column` for one that the list does not have.
    """
    chosen = set(columns)
    if not chosen <= set(ListColumn.values):
        raise no_such_column()
    return [one for one in ListColumn.values if one in chosen]


def no_such_column() -> DomainError:
    """What is raised of a column that the list does not have."""
    return DomainError(
        _("The list does not have such a column. Go back to it and choose again."),
        code="no_such_column",
    )


def columns_of(chosen: Collection[str]) -> list[Column]:
    """The columns of a file with those that were `chosen` of the list; none: all."""
    if not chosen:
        return _all()
    keys = ALWAYS.union(*(SAID_BY.get(one, ()) for one in chosen))
    return [one for one in _all() if one.key in keys]


def in_words(chosen: Collection[str]) -> str:
    """The headings of such a file."""
    return ", ".join(one.heading for one in columns_of(chosen))


def _all() -> list[Column]:
    said = (
        ("name", _("Name"), _("As it is printed on certificates."), 32),
        (
            "department",
            _("Department"),
            _("Where in the organisation the person works."),
            28,
        ),
        ("sector", _("Sector"), _("The sector for which the course is asked."), 28),
        (
            "standing",
            _("Standing"),
            _("Where the person is with what is asked; see below."),
            16,
        ),
        (
            "due",
            _("Due"),
            _("The last day in time, with more time where it was given."),
            12,
        ),
        (
            "certified_until",
            _("Certified until"),
            _(
                "The last day of what counts. Empty: nothing counts on that day, or it "
                "does not end."
            ),
            16,
        ),
        (
            "exempt_until",
            _("Exempt until"),
            _("The last day of an exemption that holds."),
            14,
        ),
        ("day", _("As of"), _("The day that the row is about."), 12),
        (
            "known_on",
            _("As known on"),
            _("Nothing counts that was recorded after this day."),
            14,
        ),
    )
    return [Column(*one) for one in said]
