"""A staff list as it comes in: a table with headings, or addresses that were pasted."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.errors import DomainError
from lms.tables import MOST_LINES, rows_of
from tracking.domain.staff.columns import plain_heading
from tracking.enums import StaffColumn

MOST_SIGNS = 900_000
Person = tuple[str, str]
# Between people who are pasted; commas stand within names too.
_ENDS = frozenset(";\n\r\t")


@dataclass(frozen=True)
class Sheet:
    """Headings, and (number as spreadsheets count, cells) of each line below them."""

    headings: list[str]
    lines: list[tuple[int, list[str]]]

    def as_json(self) -> dict:
        return {"headings": self.headings, "lines": self.lines}

    def without(self, places: set[int]) -> "Sheet":
        """The same with these columns emptied: what is left out is not kept."""
        if not places:
            return self
        return Sheet(
            self.headings,
            [
                (
                    number,
                    ["" if at in places else cell for at, cell in enumerate(cells)],
                )
                for number, cells in self.lines
            ],
        )


def sheet_of_file(data: bytes) -> Sheet:
    """A CSV file or a workbook. A file with one column of addresses needs no heading.

    Raises DomainError for one that cannot be read (lms.tables), holds nothing
    ("empty"), or does not name its columns ("headings").
    """
    rows = list(rows_of(data))
    if not rows:
        raise DomainError(_("This file is empty."), code="empty")
    (number, first), lines = rows[0], rows[1:]
    headings = _without_end(first)
    if any("@" in cell for cell in headings):
        if len(headings) > 1:
            raise DomainError(
                _("The first line of the file has to name the columns."),
                code="headings",
            )
        return Sheet([_email_heading()], [(number, first), *lines])
    if not lines:
        raise DomainError(
            _("There is no line below the names of the columns."), code="empty"
        )
    if any(any(cells[len(headings) :]) for _number, cells in lines):
        raise DomainError(
            _("A line has more cells than there are names of columns. Name them all."),
            code="headings",
        )
    return Sheet(headings, lines)


def sheet_of_text(text: str) -> Sheet:
    """Addresses as people paste them: one on each line or with ; between them, with
    names or without. What is no address comes in as it is, and is told as a mistake.

    Raises DomainError ("empty") for nothing, ("large") for too much.
    """
    found = list(_people(text)) if len(text) <= MOST_SIGNS else []
    if len(found) > MOST_LINES or len(text) > MOST_SIGNS:
        raise DomainError(_("This list is too long. Bring it as a file."), code="large")
    if not found:
        raise DomainError(_("Paste at least one e-mail address."), code="empty")
    lines = [(number, list(person)) for number, person in enumerate(found, start=1)]
    return Sheet([_email_heading(), "name"], lines)


def _email_heading() -> str:
    return plain_heading(StaffColumn.EMAIL.value)


def _people(text: str) -> Iterator[Person]:
    part = _Part()
    for sign in text:
        if sign in _ENDS:
            yield from part.people()
            part = _Part()
        else:
            part.take(sign)
    yield from part.people()


class _Part:
    """What stands between two ends: "Bob Wiśniewski <bob@beekstad.example>", or addresses
    alone. It is read sign by sign, each of them once, whatever somebody pastes."""

    def __init__(self) -> None:
        self._all: list[str] = []
        self._word: list[str] = []
        self._name: list[str] = []
        self._is_quoted = False
        self._found: list[Person] = []

    def take(self, sign: str) -> None:
        self._all.append(sign)
        if sign == '"':
            self._end_word()
            self._is_quoted = not self._is_quoted
        elif self._is_quoted:
            self._word.append(sign)
        elif sign == ",":
            self._word.append(sign)
            self._end_word()
        elif sign in "<>" or sign.isspace():
            self._end_word(is_named=sign == ">")
        else:
            self._word.append(sign)

    def people(self) -> list[Person]:
        """(address, name) of everybody; the text itself where it holds no address."""
        self._is_quoted = False
        self._end_word()
        if self._found:
            return self._found
        text = " ".join("".join(self._all).split())
        return [(text[:254], "")] if text.strip(" ,") else []

    def _end_word(self, *, is_named: bool = False) -> None:
        word, self._word = "".join(self._word), []
        if not word.strip(","):
            return
        if self._is_quoted or "@" not in word:
            self._name.append(word)
            return
        address, name = word.strip(","), " ".join(" ".join(self._name).split())
        self._name = []
        if not is_named or "@" in name:
            name = ""
        # Mail programs write an address twice where they know no name.
        twice = is_named and self._found and self._found[-1] == (address, "")
        if not twice:
            self._found.append((address, name.strip(" ,'")))


def _without_end(cells: list[str]) -> list[str]:
    """Without the empty cells at its end."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return list(cells)
