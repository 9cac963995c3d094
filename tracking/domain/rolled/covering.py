"""How many of all who are asked hold it, for a body and the employers below it.

Everybody counts once, at the first of their places below the body. What is told of the
numbers: lms.small_numbers; others see them in fives.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from courses.models import Course
from lms.small_numbers import Group, Range, group_of, group_of_parts, slices_of
from organisations.models import Organisation
from tracking.domain.rolled.lines import Ending, Line, lines_of
from tracking.domain.rolled.tree import Employer, Tree, by_employer
from tracking.domain.standing import MET
from tracking.enums import Standing


@dataclass(frozen=True)
class Slice:
    """Of the people of a sector what is told. `is_least`: some are in no number here."""

    size: int = 0
    met: int = 0
    is_least: bool = False

    def __add__(self, other: "Slice") -> "Slice":
        return Slice(
            self.size + other.size,
            self.met + other.met,
            self.is_least or other.is_least,
        )


@dataclass(frozen=True)
class Rolled:
    """A body or an employer with what is told of it: all below it (`group`), its own
    people and those below it as `parts`, and by sector."""

    organisation: Organisation
    group: Group
    is_own: bool = False
    parts: list["Rolled"] = field(default_factory=list)
    sectors: dict[str, Slice] = field(default_factory=dict)


def rolled_up(
    tree: Tree, course: Course, day: date, *, known_at: datetime | None = None
) -> Rolled:
    """What is told of a course on a day, of everybody below a body of whom it is asked;
    who is exempt is not among them. Where a moment is given, as was known before it.
    Three queries."""
    body = tree.top.organisation
    return rolled_of(tree, lines_of(body, course, day, known_at=known_at))


def rolled_of(tree: Tree, lines: Iterable[Line]) -> Rolled:
    """What is told of people who were counted."""
    counted = [
        (one.place, one.sector, one.people, one.people if one.standing in MET else 0)
        for one in lines
        if one.standing != Standing.EXEMPT
    ]
    return rolled_from(tree.top, by_employer(tree, counted))


def ending_by_month(
    tree: Tree, endings: Iterable[Ending], months: list[date]
) -> dict[date, Range]:
    """{first day of a month: how many certificates run out in it}, of people who were
    counted."""
    counted: dict[date, Counter[int]] = defaultdict(Counter)
    for one in endings:
        counted[one.month][tree.employer_of[one.place]] += one.people
    return {
        month: group_of_many(tree.top, counted[month]).size_told for month in months
    }


def group_of_many(employer: Employer, counted: Counter[int]) -> Group:
    """What is told of numbers of employers, added up to the top; nobody holds anything."""
    parts = [group_of_many(one, counted) for one in employer.below]
    own = group_of(counted[employer.pk], 0)
    return group_of_parts([own, *parts]) if parts else own


def group_of_pairs(employer: Employer, counted: dict[int, list[int]]) -> Group:
    """What is told of (size, met) of employers, added up to the top: the group of
    `rolled_from` without its sectors."""
    below = [group_of_pairs(one, counted) for one in employer.below]
    own = group_of(*counted.get(employer.pk, (0, 0)))
    if not below:
        return own
    return group_of_parts([own, *below] if own.size else below)


def rolled_from(employer: Employer, counted: dict[int, list[tuple]]) -> Rolled:
    """What is told of an employer and those below it; `counted` has (sector, size, met)
    of each."""
    own = _own(employer, counted.get(employer.pk, []))
    below = [rolled_from(one, counted) for one in employer.below]
    if not below:
        return own
    parts = [own, *below] if own.group.size else below
    sectors: dict[str, Slice] = defaultdict(Slice)
    for part in parts:
        for sector, told in part.sectors.items():
            sectors[sector] += told
    return Rolled(
        employer.organisation,
        group_of_parts([one.group for one in parts]),
        parts=parts,
        sectors=dict(sectors),
    )


def _own(employer: Employer, counted: list[tuple]) -> Rolled:
    """The people of an employer itself and its departments."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for sector, size, met in counted:
        sums[sector][0] += size
        sums[sector][1] += met
    group = group_of(
        sum(size for size, _met in sums.values()), sum(met for _n, met in sums.values())
    )
    told = slices_of(group, {key: (size, met) for key, (size, met) in sums.items()})
    return Rolled(
        employer.organisation,
        group,
        is_own=bool(employer.below),
        sectors={key: _slice(*one) for key, one in told.items()},
    )


def _slice(size: int | None, met: int | None) -> Slice:
    """Both or none: a share of people needs both."""
    if size is None or met is None:
        return Slice(is_least=True)
    return Slice(size, met)
