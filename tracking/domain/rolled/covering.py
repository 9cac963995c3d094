"""How many of all who are asked hold it, for a body and the employers below it.

Everybody counts once, at the first of their places below the body. What is told of the
numbers: lms.small_numbers; others see them in fives.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, OuterRef, Subquery

from courses.models import Course
from lms.months import months_after
from lms.small_numbers import Group, Range, group_of, group_of_parts, slices_of
from organisations.models import Organisation
from tracking.domain.evidence import certified_until
from tracking.domain.facts import as_day, day_parameter, select_from
from tracking.domain.queries import requirements_over
from tracking.domain.rolled.tree import Employer, Tree, by_employer
from tracking.domain.scope import confirmed_on
from tracking.domain.waived import with_waivers
from tracking.models import Obligation, Requirement

FACTS = ("user_id", "sector", "place", "certified_until", "exempt_until")
# As STANDING_SQL: whoever holds it, then whoever is exempt; of what two bodies ask, the
# one that is open counts.
STOOD = """,
stood AS MATERIALIZED (
    SELECT facts.*, CASE WHEN certified_until >= %s THEN 1
        WHEN exempt_until IS NOT NULL THEN 2 ELSE 0 END AS stands
    FROM facts WHERE place IS NOT NULL
),
turns AS (
    SELECT stood.*, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY stands) AS turn
    FROM stood
)
"""
COUNTED = f"""{STOOD} SELECT place, sector, SUM(stands) AS met, COUNT(*) AS size
FROM turns WHERE turn = 1 AND stands < 2 GROUP BY place, sector"""  # noqa: S608 # nosec B608 - words of ours
ENDING = f"""{STOOD} SELECT place, certified_until, COUNT(*) AS people
FROM turns WHERE turn = 1 AND stands = 1 AND certified_until < %s
GROUP BY place, certified_until"""  # noqa: S608 # nosec B608 - words of ours


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


def rolled_up(tree: Tree, course: Course, day: date) -> Rolled:
    """What is told of a course on a day, of everybody below a body of whom it is asked;
    who is exempt is not among them. One query."""
    counted = [
        (row["place"], row["sector"], row["size"], row["met"])
        for row in select_from(
            facts_of(tree.top.organisation, course, day),
            FACTS,
            COUNTED,
            [day_parameter(day)],
        )
    ]
    return rolled_from(tree.top, by_employer(tree, counted))


def ending_by_month(
    tree: Tree, course: Course, day: date, months: list[date]
) -> dict[date, Range]:
    """{first day of a month: how many certificates run out in it}, of those that meet
    what is asked on a day; `months` follow each other. One query."""
    after = months_after(months[-1], 1)
    rows = select_from(
        facts_of(tree.top.organisation, course, day),
        FACTS,
        ENDING,
        [day_parameter(day), day_parameter(after)],
    )
    counted: dict[date, Counter[int]] = defaultdict(Counter)
    for row in rows:
        month = as_day(row["certified_until"]).replace(day=1)
        counted[month][tree.employer_of[row["place"]]] += row["people"]
    return {
        month: group_of_many(tree.top, counted[month]).size_told for month in months
    }


def group_of_many(employer: Employer, counted: Counter[int]) -> Group:
    """What is told of numbers of employers, added up to the top; nobody holds anything."""
    parts = [group_of_many(one, counted) for one in employer.below]
    own = group_of(counted[employer.pk], 0)
    return group_of_parts([own, *parts]) if parts else own


def facts_of(body: Organisation | None, course: Course, day: date):
    """Who is asked a course on a day, at which place below a body, or anywhere (None);
    see FACTS. `place` is None for who has none there."""
    asked = Requirement.objects.all() if body is None else requirements_over(body)
    asked = asked.filter(course=course)
    rows = Obligation.objects.on(day).filter(requirement__in=asked.values("pk"))
    # Who belongs to two employers below counts at the one they came to first.
    path = "/" if body is None else body.path
    first = (
        confirmed_on(day)
        .filter(user=OuterRef("user"), organisation__path__startswith=path)
        .order_by("starts_on", "pk")
    )
    return (
        with_waivers(rows, day)
        .annotate(
            certified_until=certified_until(day),
            place=Subquery(first.values("organisation")[:1]),
        )
        .values_list(
            "user_id",
            F("requirement__sector"),
            "place",
            "certified_until",
            "exempt_until",
        )
    )


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
