"""A list on paper as it is typed in: a cell for each person and block, and lines for who
wrote themselves below it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from lms.errors import DomainError
from lms.keys import key_of
from organisations.models import Organisation
from trainers.domain.attendance.entering import Added, Written
from trainers.domain.attendance.marks import minutes_of
from trainers.domain.attendance.reading import Line
from trainers.enums import Presence
from trainers.models import SessionBlock

# Lines of the form for people who are not on the list.
MORE_LINES = 5
# More are not typed in without losing one's place.
MOST_LINES = 150
# Of somebody, of an empty line, or of everybody else: for the block of this key.
CELL = re.compile(r"(?:\d+|more\d+|rest)-(\d+)")
# The form's key and token, and what a page around it may add.
OTHER_FIELDS = 10


@dataclass(frozen=True)
class Cell:
    """A field for a block of somebody: its name, what was chosen and typed in it, and
    what is known already."""

    name: str
    block: SessionBlock
    chosen: str
    minutes: str
    known: str

    @property
    def longest(self) -> int:
        return minutes_of(self.block) - 1


@dataclass(frozen=True)
class Typed:
    """A line: of somebody on the list (`line`), or an empty one with what was typed."""

    number: int
    cells: list[Cell]
    line: Line | None = None
    name: str = ""
    badge_number: str = ""
    employer: str = ""


def lines_at_once(blocks: int) -> int:
    """How many people are typed in at once for so many blocks: a form has no more fields
    than a request may have. A cell has two, an empty line three beside its cells, and
    what holds for everybody else one for each block."""
    taken = OTHER_FIELDS + blocks + MORE_LINES * (3 + 2 * blocks)
    left = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - taken
    return max(1, min(MOST_LINES, left // max(2 * blocks, 1)))


def lines_sent(
    lines: Sequence[Line], blocks: Sequence[SessionBlock], data: QueryDict
) -> list[Line]:
    """Those of a list that a form was sent about: on which page they are may be another
    by now, where somebody walked in meanwhile."""
    return [
        line
        for line in lines
        if any(_cell_name(line, block) in data for block in blocks)
    ]


def _cell_name(line: Line, block: SessionBlock) -> str:
    return f"{line.registration.pk}-{block.pk}"


class PaperForm:
    """`lines` are those of the list that are typed in at once. `data` is None where
    nothing was sent yet."""

    presences = Presence.choices

    def __init__(
        self,
        lines: Sequence[Line],
        blocks: Sequence[SessionBlock],
        employers: Sequence[Organisation],
        data: QueryDict | None = None,
    ) -> None:
        self.listed, self.blocks, self.employers = lines, blocks, employers
        self.data = QueryDict() if data is None else data
        self.key = key_of(self.data.get("key", "")) or uuid4()

    @cached_property
    def lines(self) -> list[Typed]:
        return [
            Typed(at, self._cells(str(line.registration.pk), line), line)
            for at, line in enumerate(self.listed, start=1)
        ]

    @cached_property
    def more(self) -> list[Typed]:
        return [
            Typed(
                at,
                self._cells(f"more{at}", None),
                name=self._said(f"more{at}-name"),
                badge_number=self._said(f"more{at}-badge"),
                employer=self._said(f"more{at}-employer"),
            )
            for at in range(1, MORE_LINES + 1)
        ]

    @cached_property
    def rests(self) -> list[tuple[SessionBlock, str, str]]:
        """For each block the field that says what holds for those of whom nothing is
        known or chosen."""
        return [
            (one, f"rest-{one.pk}", self._said(f"rest-{one.pk}")) for one in self.blocks
        ]

    def written(self) -> list[Written]:
        """What was chosen, of those on the list and of those below it. Raises
        DomainError, "block" among them where a block is gone since the page was loaded."""
        self._refuse_gone()
        rest = {block.pk: chosen for block, _name, chosen in self.rests}
        found = []
        for typed in (*self.lines, *self.more):
            if typed.line is None and not self._is_filled(typed):
                continue
            for cell in typed.cells:
                chosen = cell.chosen or ("" if cell.known else rest[cell.block.pk])
                if typed.line is None:
                    chosen = cell.chosen
                if chosen:
                    found.append(self._written(typed, cell, chosen))
        return found

    def added(self) -> list[Added]:
        """Who wrote themselves below the list. Raises DomainError "employer" for one that is
        not among those to choose from."""
        return [
            Added(
                self._key_of(typed),
                self._employer(typed),
                name=typed.name,
                badge_number=typed.badge_number,
            )
            for typed in self.more
            if self._is_filled(typed)
        ]

    def _refuse_gone(self) -> None:
        known = {str(one.pk) for one in self.blocks}
        for name, chosen in self.data.items():
            cell = CELL.fullmatch(name)
            if cell and chosen.strip() and cell[1] not in known:
                raise DomainError(
                    _("This session has no such block any more."), code="block"
                )

    def _cells(self, whose: str, line: Line | None) -> list[Cell]:
        known = line.rows if line else {}
        return [
            Cell(
                f"{whose}-{one.pk}",
                one,
                self._said(f"{whose}-{one.pk}"),
                self._said(f"{whose}-{one.pk}-minutes"),
                known[one.pk].get_presence_display() if one.pk in known else "",
            )
            for one in self.blocks
        ]

    def _written(self, typed: Typed, cell: Cell, chosen: str) -> Written:
        who = typed.line.registration.uuid if typed.line else self._key_of(typed)
        minutes = None
        if chosen == Presence.PART:
            if not (cell.minutes.isdecimal() and len(cell.minutes) < 5):
                name = typed.line.name if typed.line else typed.name
                raise DomainError(
                    _("Say for how many minutes %(name)s was there.") % {"name": name}
                )
            minutes = int(cell.minutes)
        return Written(who, cell.block.uuid, chosen, minutes)

    def _employer(self, typed: Typed) -> Organisation | None:
        if not typed.employer:
            return None
        known = {str(one.pk): one for one in self.employers}
        if typed.employer not in known:
            # Not asked any more since the page was loaded.
            name = typed.name or typed.badge_number or typed.number
            raise DomainError(
                _("Choose the employer of %(name)s again.") % {"name": name},
                code="employer",
            )
        return known[typed.employer]

    def _key_of(self, typed: Typed) -> UUID:
        return uuid5(self.key, f"line {typed.number}")

    def _is_filled(self, typed: Typed) -> bool:
        return bool(
            typed.name or typed.badge_number or any(one.chosen for one in typed.cells)
        )

    def _said(self, name: str) -> str:
        return " ".join(self.data.get(name, "").split())[:120]
