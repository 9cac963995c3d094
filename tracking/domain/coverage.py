"""Who of an organisation is covered on a day: standing and dates of its people.

Nothing here reads answers, grades, attempts or how far somebody is (ETHICS P5).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db.models import Q

from courses.models import Course
from organisations.domain.employers import part_of
from organisations.models import Organisation, Sector, known_as
from tracking.domain.crowd import CHUNK, Crowd, crowd_of
from tracking.domain.facts import as_day
from tracking.domain.listing import (
    ALL,
    COUNTS,
    EVERYBODY,
    LISTED,
    ONE_EACH,
    ORDERS,
    PAGE,
    URGENCY,
)
from tracking.domain.queries import requirements_over
from tracking.domain.scope import confirmed_on, works_within
from tracking.domain.standing import MET, Shown, shown_days
from tracking.enums import Standing
from tracking.models import Obligation

# A listed person and their words.
JOIN = "organisations_user.id = listed.user_id"
# Behind every page.
LAST = 2**31 - 1


@dataclass(frozen=True)
class Narrowing:
    """What part of an organisation's people somebody wants to see; "" is everybody."""

    standing: str = ""
    sector: str = ""
    department: Organisation | None = None
    search: str = ""


@dataclass(frozen=True)
class Counts:
    """How many people stand where. Who is exempt is in `total`, the length of the list,
    and not in `asked`, of whom so many are covered."""

    by_standing: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_standing.values())

    @property
    def exempt(self) -> int:
        return self.by_standing.get(Standing.EXEMPT, 0)

    @property
    def asked(self) -> int:
        return self.total - self.exempt

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
    """One person as an employer may see them."""

    uuid: UUID
    name: str
    department: str
    sector: str
    standing: Standing
    due_on: date
    shown: Shown


@dataclass(frozen=True)
class Page:
    """Some of the people, and how many of all of them stand where."""

    counts: Counts
    rows: list[Row]


def courses_asked(
    organisation: Organisation, day: date, *, known_at: datetime | None = None
) -> list[Course]:
    """The courses that were asked of people of an organisation on a day, as was known
    before a moment where one is given."""
    asked = requirements_over(organisation).on(day, known_at=known_at)
    asked = asked.values("course")
    return list(Course.objects.filter(pk__in=asked).order_by("code"))


@dataclass(frozen=True)
class People:
    """What is asked of an organisation's people in a course, on a day; as was known
    before `known_at`, None: as is known now."""

    organisation: Organisation
    day: date
    known_at: datetime | None
    narrowing: Narrowing
    order: str
    crowd: Crowd
    listed: str
    places: Q

    def counts(self) -> Counts:
        """How many stand where, whatever standing was asked for; in one query."""
        (row,) = self.select(COUNTS)
        return _counts(row)

    def page(self, number: int, size: int) -> Page:
        """Those on a page, counted from 1, and how many stand where: in one query, and
        two for the words of the rows. A page that there is not is the last one."""
        offset = (number - 1) * size if number > 0 else LAST
        found = list(
            self.select(
                self._written(PAGE),
                *self._asked,
                *(size, offset, offset, size, size),
            )
        )
        people = [row for row in found if row["id"] is not None]
        return Page(_counts(found[0]), self._rows(people))

    def after(self, last: int, limit: int) -> list[tuple[int, Row]]:
        """Some of them in an order that nobody's coming or going turns round, each with
        its place there: those after a place, 0 for the first. As many queries as for a
        page."""
        text = EVERYBODY.format(
            join=JOIN,
            where=f"WHERE listed.id > %s{' AND standing = %s' if self._asked else ''}",
            order="listed.id",
        )
        found = list(self.select(f"{text} LIMIT %s", last, *self._asked, limit))
        return list(zip((one["id"] for one in found), self._rows(found), strict=True))

    def __iter__(self) -> Iterator[Row]:
        """All of them, in order, without holding them all at once."""
        found = self.select(self._written(EVERYBODY), *self._asked, in_chunks=True)
        while chunk := list(islice(found, CHUNK)):
            yield from self._rows(chunk)

    def first_asked(self, most: int) -> list[dict]:
        """What is asked of them, in order, at most so many rows: the columns of
        `listed` with `name` and `email`; of what two bodies ask, both."""
        both = replace(self, listed=ALL)
        text = f"{both._written(EVERYBODY)} LIMIT %s"
        return list(both.select(text, *both._asked, most))

    def select(
        self, sql: str, *params: object, in_chunks: bool = False
    ) -> Iterator[dict]:
        """Rows of `sql`, which reads from `listed`; see `Crowd.select`."""
        text = f"{LISTED}{self.listed}{sql}"
        return self.crowd.select(text, *params, in_chunks=in_chunks)

    @property
    def _asked(self) -> list[str]:
        standing = self.narrowing.standing
        return [standing] if standing else []

    def _written(self, sql: str) -> str:
        first, others = ORDERS[self.order.removeprefix("-")]
        turned = " DESC" if self.order.startswith("-") else ""
        counted = self._asked or [one.value for one in URGENCY]
        return sql.format(
            join=JOIN,
            where="WHERE standing = %s" if self._asked else "",
            order=f"{first}{turned}, {others}",
            length=" + ".join(f"n_{standing}" for standing in counted),
        )

    def _rows(self, found: list[dict]) -> list[Row]:
        departments = _departments(
            [one["user_id"] for one in found],
            organisation=self.organisation,
            places=self.places,
            day=self.day,
            known_at=self.known_at,
        )
        sectors = {sector.pk: str(sector) for sector in Sector.objects.all()}
        return [
            Row(
                uuid=_uuid(one["uuid"]),
                name=known_as(one["name"], one["email"]),
                department=departments.get(one["user_id"], ""),
                sector=sectors[one["sector"]],
                standing=Standing(one["standing"]),
                due_on=as_day(one["due_on"]),
                shown=shown_days(
                    one["standing"],
                    as_day(one["certified_until"]),
                    as_day(one["exempt_until"]),
                ),
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
    known_at: datetime | None = None,
) -> People:
    """What is asked of an organisation's people in a course, with their standing on a
    day: one row per person, the most urgent where two bodies ask the same.

    Belonging is confirmed membership on that day, so who has moved on since is here for
    earlier days and not for later ones. With `known_at`, a moment, nothing counts that
    was recorded later (docs/standing.md says how exact that is). `order` is a key of ORDERS; "-" in front turns
    it round.
    """
    asked = requirements_over(organisation).filter(course=course)
    rows = Obligation.objects.filter(requirement__in=asked.values("pk"))
    places = part_of(organisation)
    rows = rows.filter(
        works_within(organisation, day, known_at=known_at, places=places)
    )
    if narrowing.department is not None:
        # Below a department stands no other employer.
        part = Q(organisation__path__startswith=narrowing.department.path)
        rows = rows.filter(
            works_within(narrowing.department, day, known_at=known_at, places=part)
        )
    if narrowing.sector:
        rows = rows.filter(requirement__sector=narrowing.sector)
    if narrowing.search:
        rows = rows.filter(user__printed_name__icontains=narrowing.search)
    # Only where two ask the same of the same sector can a person be there twice.
    in_force = asked.on(day, known_at=known_at)
    asking = Counter(in_force.values_list("sector", flat=True))
    twice = any(count > 1 for count in asking.values())
    listed = ONE_EACH if twice else ALL
    crowd = crowd_of(rows, course, day, known_at=known_at)
    return People(organisation, day, known_at, narrowing, order, crowd, listed, places)


def _uuid(value: UUID | str) -> UUID:
    # SQLite keeps one as text.
    return value if isinstance(value, UUID) else UUID(value)


def _counts(row: dict) -> Counts:
    # Of nobody there is no sum.
    found = {one.value: row[f"n_{one.value}"] or 0 for one in URGENCY}
    return Counts({standing: people for standing, people in found.items() if people})


def _departments(
    users: list[int],
    *,
    organisation: Organisation,
    places: Q,
    day: date,
    known_at: datetime | None,
) -> dict[int, str]:
    """Where in an organisation people are, when it is in a part of it."""
    found_in = (
        confirmed_on(day, known_at=known_at)
        .filter(places, user__in=users)
        .exclude(organisation=organisation)
        .order_by("organisation__name")
        .values_list("user", "organisation__name")
    )
    found: dict[int, list[str]] = {}
    for user, name in found_in:
        names = found.setdefault(user, [])
        if name not in names:
            names.append(name)
    return {user: ", ".join(names) for user, names in found.items()}
