"""How many people stand where, by place, sector and the month in which what they hold
ends: what every figure of a body is made of.

Everybody counts once, at the first of their places below the body. Of what two bodies ask
of one person, the one that is open counts.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import Course
from lms.months import months_after
from organisations.models import Organisation
from tracking.domain.crowd import crowd_of
from tracking.domain.facts import day_parameter
from tracking.domain.listing import MET_SQL, URGENCY_SQL
from tracking.domain.queries import requirements_over
from tracking.domain.scope import confirmed_on
from tracking.enums import Standing
from tracking.models import Obligation, Requirement

# So many months are told apart in which something ends, the one of the day first.
MONTHS = 12
FEW_PLACES = 200
PLACES = ("user_id", "organisation_id", "starts_on", "id")
# Whoever holds it, then whoever is exempt; among equals the most urgent, then the oldest.
TURN = f"""ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY
    CASE WHEN standing = '{Standing.EXEMPT.value}' THEN 2
        WHEN standing IN ({MET_SQL}) THEN 1 ELSE 0 END,
    CASE standing {URGENCY_SQL} END, id)"""
# Which of the MONTHS what counts ends in, from 0; NULL for a later one, and where nothing
# counts. Its parameters: `ends_parameters`.
ENDS = f"""CASE WHEN standing IN ({MET_SQL}) THEN CASE
    {" ".join(f"WHEN certified_until < %s THEN {month}" for month in range(MONTHS))}
END END"""
LINES = f""",
first AS (
    SELECT user_id, organisation_id AS place FROM (
        SELECT places.*, ROW_NUMBER() OVER (
            PARTITION BY user_id ORDER BY starts_on, id
        ) AS turn
        FROM places
    ) AS ordered WHERE turn = 1
),
turns AS (SELECT standings.*, {ENDS} AS ends, {TURN} AS turn FROM standings)
SELECT first.place, turns.sector, turns.standing, turns.ends, COUNT(*) AS people
FROM turns JOIN first ON first.user_id = turns.user_id WHERE turns.turn = 1
GROUP BY first.place, turns.sector, turns.standing, turns.ends"""  # noqa: S608 # nosec B608 - words of ours


class Line(NamedTuple):
    """So many `people` of a place, or of an employer, and a sector have a standing.
    `ends` is the first day of the month in which what they hold ends; None where that is
    later than in a year, or nothing counts."""

    place: int
    sector: str
    standing: str
    ends: date | None
    people: int


class Ending(NamedTuple):
    """For so many `people` of a place, or of an employer, what they hold ends in the
    month that begins on a day."""

    place: int
    month: date
    people: int


def endings_of(lines: Iterable[Line]) -> list[Ending]:
    """In which months what people hold ends, as far as that is within a year."""
    return [
        Ending(one.place, one.ends, one.people) for one in lines if one.ends is not None
    ]


def lines_of(
    body: Organisation | None,
    course: Course,
    day: date,
    *,
    known_at: datetime | None = None,
) -> list[Line]:
    """Where all stand of whom a course is asked on a day, of a body and all below it, or
    of all (None); where a moment is given, as was known before it. Four queries."""
    held = confirmed_on(day, known_at=known_at)
    asked = Requirement.objects.all()
    if body is not None:
        held = held.filter(_below(body))
        asked = requirements_over(body)
    rows = Obligation.objects.filter(
        Exists(held.filter(user=OuterRef("user"))),
        requirement__in=asked.filter(course=course).values("pk"),
    )
    crowd = crowd_of(rows, course, day, known_at=known_at)
    text, params = named("places", PLACES, held.values_list("user", *PLACES[1:]))
    found = crowd.select(f"{text}{LINES}", *params, *ends_parameters(day))
    return list(as_lines(found, day))


def _below(body: Organisation) -> Q:
    """For places: those of a body and all below it. Few are named: of a beginning of
    paths the database expects the same everywhere, and reads all places for a village."""
    few = Organisation.objects.within(body).order_by().values_list("pk", flat=True)
    found = list(few[: FEW_PLACES + 1])
    if len(found) <= FEW_PLACES:
        return Q(organisation__in=found)
    return Q(organisation__path__startswith=body.path)


def as_lines(rows: Iterator[dict], day: date) -> Iterator[Line]:
    """Lines out of rows with their columns."""
    month = day.replace(day=1)
    for row in rows:
        ends = row["ends"]
        yield Line(
            row["place"],
            row["sector"],
            row["standing"],
            None if ends is None else months_after(month, ends),
            row["people"],
        )


def ends_parameters(day: date) -> list[object]:
    """The parameters of ENDS for a day."""
    month = day.replace(day=1)
    return [day_parameter(months_after(month, later)) for later in range(1, MONTHS + 1)]


def named(
    name: str, columns: tuple[str, ...], rows: QuerySet, *, is_kept: bool = False
) -> tuple[str, list]:
    """A queryset (a values_list) as one more part of a WITH clause, and its parameters."""
    sql, params = rows.order_by().query.get_compiler(connection=connection).as_sql()
    kept = "MATERIALIZED " if is_kept else ""
    return f", {name} ({', '.join(columns)}) AS {kept}({sql})", list(params)
