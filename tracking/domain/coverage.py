"""Who of an organisation is covered on a day: standing and dates of its people.

Nothing here reads answers, grades, attempts or how far somebody is (ETHICS P5).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Lower

from courses.models import Course
from organisations.models import Organisation, Sector, User
from tracking.domain.dates import FOREVER
from tracking.domain.facts import CHUNK, as_day, select_from
from tracking.domain.queries import requirements_over
from tracking.domain.scope import confirmed_on
from tracking.domain.standing import (
    MET,
    STANDING_SQL,
    standing_parameters,
    with_facts,
)
from tracking.enums import Standing
from tracking.models import Obligation

# The most urgent first: whom a coordinator looks for.
URGENCY = (
    Standing.OVERDUE,
    Standing.DUE_SOON,
    Standing.NOT_BEGUN,
    Standing.ON_THE_WAY,
    Standing.EXPIRING,
    Standing.COVERED,
)
# By what a list can be sorted: its first key, and those that decide between equals.
ORDERS = {
    "standing": ("urgency", "day, sort_name, id"),
    "name": ("sort_name", "id"),
    "due": ("day", "sort_name, id"),
}
FACTS = (
    "id",
    "user_id",
    "name",
    "email",
    "sort_name",
    "sector",
    "due_on",
    "certified_until",
    "is_done",
    "has_begun",
)
URGENCY_SQL = " ".join(
    f"WHEN '{standing.value}' THEN {place}" for place, standing in enumerate(URGENCY)
)
MET_SQL = ", ".join(f"'{standing.value}'" for standing in MET)
# Everybody with their standing; `turn` is 1 for the most urgent obligation of each.
LISTED = f""",
standings AS MATERIALIZED (SELECT facts.*, {STANDING_SQL} AS standing FROM facts),
days AS (
    SELECT standings.*,
        CASE standing {URGENCY_SQL} END AS urgency,
        CASE WHEN standing IN ({MET_SQL}) THEN certified_until ELSE due_on END AS day
    FROM standings
),
"""  # noqa: S608 # nosec B608 - words of ours
ALL = "listed AS (SELECT days.* FROM days)"
ONE_EACH = """turns AS (
    SELECT days.*, ROW_NUMBER() OVER (
        PARTITION BY user_id ORDER BY urgency, day, id
    ) AS turn
    FROM days
),
listed AS (SELECT turns.* FROM turns WHERE turn = 1)"""


@dataclass(frozen=True)
class Narrowing:
    """What part of an organisation's people somebody wants to see; "" is everybody."""

    standing: str = ""
    sector: str = ""
    department: Organisation | None = None
    search: str = ""


@dataclass(frozen=True)
class Counts:
    """How many people stand where."""

    by_standing: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_standing.values())

    @property
    def expiring(self) -> int:
        return self.by_standing.get(Standing.EXPIRING, 0)

    @property
    def covered(self) -> int:
        """All who hold what is asked, also those whose certificate runs out soon."""
        return sum(self.by_standing.get(standing, 0) for standing in MET)

    @property
    def overdue(self) -> int:
        return self.by_standing.get(Standing.OVERDUE, 0)

    def of(self, standing: str) -> int:
        """How many stand there; for "" all of them."""
        return self.by_standing.get(standing, 0) if standing else self.total


@dataclass(frozen=True)
class Row:
    """One person as an employer may see them. `certified_until` is None for those not
    covered, and for a certificate that does not end."""

    name: str
    department: str
    sector: str
    standing: Standing
    due_on: date
    certified_until: date | None

    @property
    def is_met(self) -> bool:
        return self.standing in MET


def courses_asked(organisation: Organisation, day: date) -> list[Course]:
    """The courses that were asked of people of an organisation on a day."""
    asked = requirements_over(organisation).on(day).values("course")
    return list(Course.objects.filter(pk__in=asked).order_by("code"))


@dataclass(frozen=True)
class People:
    """What is asked of an organisation's people in a course, on a day."""

    organisation: Organisation
    day: date
    narrowing: Narrowing
    order: str
    facts: object
    listed: str

    def counts(self) -> Counts:
        """How many stand where, whatever standing was asked for; in one query."""
        found = self._select(
            "SELECT standing, COUNT(*) AS people FROM listed GROUP BY standing"
        )
        return Counts({row["standing"]: row["people"] for row in found})

    def page(self, offset: int, limit: int) -> list[Row]:
        """Some of them, in order; one query, and two for all their words."""
        return self._rows(list(self._ordered("LIMIT %s OFFSET %s", limit, offset)))

    def __iter__(self) -> Iterator[Row]:
        """All of them, in order, without holding them all at once."""
        found = self._ordered("")
        while chunk := list(islice(found, CHUNK)):
            yield from self._rows(chunk)

    def _ordered(self, limit: str, *params: int) -> Iterator[dict]:
        standing = self.narrowing.standing
        first, others = ORDERS[self.order.removeprefix("-")]
        turned = " DESC" if self.order.startswith("-") else ""
        where = "WHERE standing = %s" if standing else ""
        return self._select(
            f"SELECT * FROM listed {where} ORDER BY {first}{turned}, {others} {limit}",  # noqa: S608 # nosec B608 - words of ours
            *([standing] if standing else []),
            *params,
        )

    def _select(self, sql: str, *params: object) -> Iterator[dict]:
        return select_from(
            self.facts,
            FACTS,
            f"{LISTED}{self.listed} {sql}",
            [*standing_parameters(self.day), *params],
        )

    def _rows(self, found: list[dict]) -> list[Row]:
        departments = _departments(
            [one["user_id"] for one in found],
            organisation=self.organisation,
            day=self.day,
        )
        sectors = {sector.pk: str(sector) for sector in Sector.objects.all()}
        return [
            Row(
                name=str(User(printed_name=one["name"], email=one["email"])),
                department=departments.get(one["user_id"], ""),
                sector=sectors[one["sector"]],
                standing=Standing(one["standing"]),
                due_on=as_day(one["due_on"]),
                certified_until=_shown(one),
            )
            for one in found
        ]


def people_of(
    organisation: Organisation,
    course: Course,
    day: date,
    narrowing: Narrowing,
    *,
    order: str = "standing",
) -> People:
    """What is asked of an organisation's people in a course, with their standing on a
    day: one row per person, the most urgent where two bodies ask the same.

    Belonging is confirmed membership on that day, so who has moved on since is here for
    earlier days and not for later ones. `order` is a key of ORDERS; "-" in front turns
    it round.
    """
    asked = requirements_over(organisation).filter(course=course)
    rows = Obligation.objects.filter(requirement__in=asked.values("pk"))
    rows = rows.filter(_belongs(organisation, day))
    if narrowing.department is not None:
        rows = rows.filter(_belongs(narrowing.department, day))
    if narrowing.sector:
        rows = rows.filter(requirement__sector=narrowing.sector)
    if narrowing.search:
        rows = rows.filter(user__printed_name__icontains=narrowing.search)
    facts = with_facts(rows, day).values_list(
        "id",
        "user_id",
        "user__printed_name",
        "user__email",
        Lower("user__printed_name"),
        F("requirement__sector"),
        "due_on",
        "certified_until",
        "is_done",
        "has_begun",
    )
    # Only where two ask the same of the same sector can a person be there twice.
    asking = Counter(asked.on(day).values_list("sector", flat=True))
    twice = any(count > 1 for count in asking.values())
    return People(
        organisation, day, narrowing, order, facts, ONE_EACH if twice else ALL
    )


def _shown(row: dict) -> date | None:
    """The last day to show to an employer: of what counts, where it ends at all."""
    until = as_day(row["certified_until"])
    return until if row["standing"] in MET and until != FOREVER else None


def _belongs(organisation: Organisation, day: date) -> Exists:
    return Exists(
        confirmed_on(day).filter(
            user=OuterRef("user"), organisation__path__startswith=organisation.path
        )
    )


def _departments(
    users: list[int], *, organisation: Organisation, day: date
) -> dict[int, str]:
    """Where in an organisation people are, when it is in a part of it."""
    places = (
        confirmed_on(day)
        .filter(
            user__in=users,
            organisation__path__startswith=organisation.path,
        )
        .exclude(organisation=organisation)
        .order_by("organisation__name")
        .values_list("user", "organisation__name")
    )
    found: dict[int, list[str]] = {}
    for user, name in places:
        names = found.setdefault(user, [])
        if name not in names:
            names.append(name)
    return {user: ", ".join(names) for user, names in found.items()}
