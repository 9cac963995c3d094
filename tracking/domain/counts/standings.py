"""Counting where the people of some employers stand towards a course.

The database counts those who count alike for every body: who has one place, and of whom
nothing is asked but by that organisation and those above it. The others are few, and are
looked at one by one.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from courses.models import Course
from lms.chunks import chunks
from lms.months import months_after
from organisations.models import Organisation
from tracking.domain.counts.tally import Chart, Tally
from tracking.domain.crowd import crowd_of
from tracking.domain.listing import URGENCY
from tracking.domain.rolled.lines import (
    ENDS,
    TURN,
    ends_parameters,
    named,
)
from tracking.domain.scope import confirmed_on
from tracking.domain.standing import MET
from tracking.enums import Standing
from tracking.models import Obligation, Requirement

# So many people at a time are named in one question.
NAMED = 2000
_ORGANISATIONS = Organisation._meta.db_table
COUNTED = f""",
spread AS (
    SELECT user_id, MIN(organisation_id) AS place, MAX(organisation_id) AS other
    FROM places GROUP BY user_id
),
known AS (
    SELECT standings.id, standings.user_id, standings.sector, standings.standing,
        {ENDS} AS ends, spread.place, asking.id AS asked_by,
        CASE WHEN spread.place = spread.other AND here.path LIKE asking.path || '%%'
            THEN 0 ELSE 1 END AS is_odd
    FROM standings
    JOIN asked ON asked.id = standings.id
    JOIN {Requirement._meta.db_table} AS wanted ON wanted.id = asked.requirement_id
    JOIN {_ORGANISATIONS} AS asking ON asking.id = wanted.organisation_id
    JOIN spread ON spread.user_id = standings.user_id
    JOIN {_ORGANISATIONS} AS here ON here.id = spread.place
),
turns AS MATERIALIZED (
    SELECT known.*, MAX(is_odd) OVER (PARTITION BY user_id) AS odd, {TURN} AS turn
    FROM known
)
SELECT NULL AS user_id, NULL AS id, NULL AS asked_by, place, sector, standing, ends,
    COUNT(*) AS people
FROM turns WHERE odd = 0 AND turn = 1 GROUP BY place, sector, standing, ends
UNION ALL
SELECT user_id, id, asked_by, NULL, sector, standing, ends, 1 FROM turns WHERE odd = 1
"""  # noqa: S608 # nosec B608 - words of ours


@dataclass(frozen=True)
class Stood:
    """Where people stand, by (sector, standing), and by the first day of the month in
    which what they hold ends."""

    standings: Tally
    endings: Tally

    def add(self, employer: int, kept: "_Kept", people: int) -> None:
        """People who count there for every body."""
        self.standings.add(employer, kept[:2], people)
        if kept.ends is not None:
            self.endings.add(employer, kept.ends, people)

    def add_at(self, height: int, employer: int, kept: "_Kept") -> None:
        """Somebody who counts there for the body at a height."""
        self.standings.add_at(height, employer, kept[:2], 1)
        if kept.ends is not None:
            self.endings.add_at(height, employer, kept.ends, 1)


class _Kept(NamedTuple):
    """What people have in common; see tracking.domain.rolled.lines."""

    sector: str
    standing: str
    ends: date | None


class _Asked(NamedTuple):
    """One obligation of somebody, by the path of the body that asks; the ones that count
    first before the others."""

    turn: tuple
    kept: _Kept
    by: str


def count_standings(
    chart: Chart,
    employers: Collection[int],
    course: Course,
    day: date,
    *,
    known_at: datetime,
) -> Stood:
    """Where the people of these employers stand on a day, as was known before a moment.
    Three queries, and one for each NAMED people of several employers."""
    paths = {pk: chart.paths[pk] for pk in employers}
    stood = Stood(Tally(paths), Tally(paths))
    here = [pk for pk, employer in chart.employer_of.items() if employer in paths]
    odd: dict[int, list[_Asked]] = defaultdict(list)
    month = day.replace(day=1)
    for row in _rows(here, course, day, known_at):
        ends = None if row["ends"] is None else months_after(month, row["ends"])
        kept = _Kept(row["sector"], row["standing"], ends)
        if row["user_id"] is None:
            stood.add(chart.employer_of[row["place"]], kept, row["people"])
        else:
            turn = _turn(kept.standing, row["id"])
            by = chart.paths[row["asked_by"]]
            odd[row["user_id"]].append(_Asked(turn, kept, by))
    held = confirmed_on(day, known_at=known_at)
    for some in chunks(list(odd), NAMED):
        for user, places in _places_of(held, some).items():
            _count_one(stood, chart, places, sorted(odd[user]))
    return stood


def _rows(here: list[int], course: Course, day: date, known_at: datetime):
    held = confirmed_on(day, known_at=known_at)
    of_here = held.filter(organisation__in=here)
    rows = Obligation.objects.filter(
        Exists(of_here.filter(user=OuterRef("user"))), requirement__course=course
    )
    crowd = crowd_of(rows, course, day, known_at=known_at)
    # All places of theirs, wherever they are.
    places = held.filter(user__in=of_here.values("user"))
    text, params = named(
        "places",
        ("user_id", "organisation_id"),
        places.values_list("user", "organisation"),
        is_kept=True,
    )
    return crowd.select(f"{text}{COUNTED}", *params, *ends_parameters(day))


def _turn(standing: str, pk: int) -> tuple:
    """As TURN says it in SQL."""
    met = 2 if standing == Standing.EXEMPT else int(standing in MET)
    return met, URGENCY.index(Standing(standing)), pk


def _places_of(held, users: Collection[int]) -> dict[int, list[int]]:
    """{person: their places, the first one first}."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = held.filter(user__in=users).order_by("starts_on", "pk")
    for user, place in rows.values_list("user", "organisation"):
        found[user].append(place)
    return found


def _count_one(
    stood: Stood, chart: Chart, places: list[int], asked: list[_Asked]
) -> None:
    """Count somebody for each body that is above a place of theirs, once."""
    paths = {pk: chart.paths[pk] for pk in places}
    for height, body in stood.standings.bodies_of(paths.values()):
        first = next((pk for pk in places if paths[pk].startswith(body)), None)
        over = (
            one for one in asked if body.startswith(one.by) or one.by.startswith(body)
        )
        counts = next(over, None)
        if first is not None and counts is not None:
            stood.add_at(height, chart.employer_of[first], counts.kept)
