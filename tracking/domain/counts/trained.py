"""Counting who of some employers was trained in which year.

Of each person and year the first training counts, with the year of the one before: so
how many were trained since a year is a sum of what is kept (CountedTrained).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from organisations.models import Membership
from tracking.domain.counts.tally import Chart, Tally
from tracking.domain.facts import as_day, select_from
from tracking.domain.rolled.trained import FACTS, facts_of, trainings_between

# Those who were trained at one place only are counted by the database; the others are
# few, and looked at one by one.
COUNTED = """,
spread AS (
    SELECT facts.*, MIN(place) OVER (PARTITION BY user_id) AS least,
        MAX(place) OVER (PARTITION BY user_id) AS most
    FROM facts WHERE place IS NOT NULL
),
firsts AS (
    SELECT user_id, place, sector, year, LAG(year) OVER (
        PARTITION BY user_id ORDER BY year
    ) AS before
    FROM (
        SELECT spread.*, ROW_NUMBER() OVER (
            PARTITION BY user_id, year ORDER BY day, id
        ) AS turn
        FROM spread WHERE least = most
    ) AS turns WHERE turn = 1
)
SELECT NULL AS user_id, NULL AS id, NULL AS day, place, sector, year, before,
    COUNT(*) AS people
FROM firsts GROUP BY place, sector, year, before
UNION ALL
SELECT user_id, id, day, place, sector, year, NULL, 1 FROM spread WHERE least < most
"""


class Trained(NamedTuple):
    """What people of an employer have in common; see CountedTrained."""

    sector: str
    year: int
    before: int | None


class _Training(NamedTuple):
    day: date
    pk: int
    place: int
    sector: str
    year: int


def count_trained(chart: Chart, employers: Collection[int], *, today: date) -> Tally:
    """Who of these employers was trained, by a day: `Trained` by employer and height. One
    query."""
    tally = Tally({pk: chart.paths[pk] for pk in employers})
    here = [pk for pk, employer in chart.employer_of.items() if employer in tally.paths]
    theirs = Membership.objects.filter(organisation__in=here, is_self_declared=False)
    trainings = trainings_between(None, today).filter(
        enrolment__user__in=theirs.values("user")
    )
    odd: dict[int, list[_Training]] = defaultdict(list)
    for row in select_from(facts_of(trainings), FACTS, COUNTED):
        place, sector, year = row["place"], row["sector"], row["year"]
        if row["user_id"] is None:
            kept = Trained(sector, year, row["before"])
            tally.add(chart.employer_of[place], kept, row["people"])
        else:
            one = _Training(as_day(row["day"]), row["id"], place, sector, year)
            odd[row["user_id"]].append(one)
    for trainings_of_one in odd.values():
        _count_one(tally, chart, sorted(trainings_of_one))
    return tally


def _count_one(tally: Tally, chart: Chart, trainings: Iterable[_Training]) -> None:
    """Count somebody for each body that is above a place of theirs, once in a year."""
    paths = {one.place: chart.paths[one.place] for one in trainings}
    for height, body in tally.bodies_of(paths.values()):
        before = None
        for one in trainings:
            if not paths[one.place].startswith(body) or one.year == before:
                continue
            employer = chart.employer_of[one.place]
            kept = Trained(one.sector, one.year, before)
            tally.add_at(height, employer, kept, 1)
            before = one.year
