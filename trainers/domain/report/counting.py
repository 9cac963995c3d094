"""The report of trainers, folded from what each of them is and gave.

People count once in every line, whatever number of programmes and languages they train
in; what they gave counts where it was given.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import NamedTuple

from django.utils import timezone

from lms.months import months_after
from trainers.domain.reading import SOON
from trainers.domain.report.beforehand import is_counted
from trainers.domain.report.facts import Facts, facts_in
from trainers.domain.report.scope import Scope
from trainers.domain.report.territories import Territory, territories_of
from trainers.domain.report.ways import Totals, Way

# Whoever had a part in something in so many months is active*.
ACTIVE_MONTHS = 12
DAYS_OF_A_MONTH = 365.2425 / 12
PLACE, KIND = "place", "kind"
ALL = ("all", None)


@dataclass(frozen=True)
class Line:
    """`trained` are people; the next five are those of them who may lead on the day, who
    stand beside a lead, who may lead and gave something in the last twelve months, whose
    accreditation ends within six months, and who have led nothing yet. `people` is how
    often somebody came to one of the sessions or groups. `have_led_groups` are those who
    led a group. The medians are months from the training to the first session or group,
    and to the first group; None where nobody of them led one."""

    trained: int
    accredited: int
    provisional: int
    active: int
    ending: int
    idle: int
    sessions: int
    groups: int
    people: int
    have_led_groups: int
    months_to_first: float | None
    months_to_first_group: float | None


@dataclass(frozen=True)
class Year:
    """A year: who was trained in it, and accredited for the first time; what was given
    in it; and of those trained in it how many have led something by the day, and the
    median months until then, None where nobody has."""

    year: int
    trained: int
    accredited: int
    sessions: int
    groups: int
    people: int
    have_led: int
    months_to_first: float | None


@dataclass(frozen=True)
class TrainerReport:
    """`territories` come by their names; `kinds` are lines by programme, by its
    id, and language; `years` come with the latest first."""

    whole: Line
    territories: list[tuple[Territory, Line]]
    kinds: dict[tuple[int, str], Line]
    years: list[Year]


def report_of(
    scope: Scope, day: date, *, now: datetime, language: str = ""
) -> TrainerReport:
    """The report as of the end of a day, today or an earlier one, of one language or of
    all (""). Of very many people what they gave is as of FRESH ago at most
    (trainers.domain.report.beforehand)."""
    facts = facts_in(
        scope,
        day,
        today=timezone.localdate(now),
        language=language,
        is_counted=is_counted(now),
    )
    places = territories_of({one.employer for one in facts.ways}, scope.body)
    lines = _lines(facts, places, day)
    territories = [(key, one) for (what, key), one in lines.items() if what == PLACE]
    return TrainerReport(
        whole=lines[ALL],
        territories=sorted(territories, key=lambda one: one[0].name.casefold()),
        kinds={key: one for (what, key), one in lines.items() if what == KIND},
        years=_years(facts),
    )


class _Standing(NamedTuple):
    """What one person counts for in a line. The first six are 1 or 0; the months None
    where they led nothing."""

    accredited: int
    provisional: int
    active: int
    ending: int
    sessions: int
    groups: int
    people: int
    months: float | None
    group_months: float | None


def _standing(ways: Sequence[Way], since: date, soon: date) -> _Standing:
    """A person by all their ways in a line. Active is who had a part after `since`."""
    leading = [one for one in ways if one.until is not None]
    trained_on = min(one.trained_on for one in ways)
    return _Standing(
        bool(leading),
        not leading and any(one.is_provisional for one in ways),
        any(one.last_on and one.last_on > since for one in leading),
        any(one.until <= soon for one in leading),
        sum(one.given.sessions for one in ways),
        sum(one.given.groups for one in ways),
        sum(one.given.people for one in ways),
        _months(trained_on, _first(one.first_on for one in ways)),
        _months(trained_on, _first(one.first_group_on for one in ways)),
    )


def _line(people: list[_Standing]) -> Line:
    """What people come to together."""
    if not people:
        return Line(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None, None)
    accredited, provisional, active, ending, sessions, groups, came, led, led_groups = (
        zip(*people, strict=True)
    )
    return Line(
        trained=len(people),
        accredited=sum(accredited),
        provisional=sum(provisional),
        active=sum(active),
        ending=sum(ending),
        idle=led.count(None),
        sessions=sum(sessions),
        groups=sum(groups),
        people=sum(came),
        have_led_groups=len(led_groups) - led_groups.count(None),
        months_to_first=_median(led),
        months_to_first_group=_median(led_groups),
    )


def _lines(
    facts: Facts, places: dict[int, Territory], day: date
) -> dict[tuple[str, Hashable], Line]:
    """The line of everybody, of each territory and of each programme and language, in one
    walk over the people."""
    since, soon = months_after(day, -ACTIVE_MONTHS), day + timedelta(days=SOON)
    people: dict[tuple[str, Hashable], list[_Standing]] = defaultdict(list)
    # There is a line of everybody where there is nobody.
    whole = people[ALL]
    for theirs in facts.people():
        standing = _standing(theirs, since, soon)
        whole.append(standing)
        split = defaultdict(list)
        for one in theirs:
            split[PLACE, places[one.employer]].append(one)
            split[KIND, (one.programme, one.language)].append(one)
        for key, some in split.items():
            # Most people have one way, and count everywhere for the same.
            is_all = len(some) == len(theirs)
            people[key].append(standing if is_all else _standing(some, since, soon))
    return {key: _line(standings) for key, standings in people.items()}


def _years(facts: Facts) -> list[Year]:
    """Every year in which somebody was trained or accredited or gave something."""
    trained: dict[int, list[float | None]] = defaultdict(list)
    accredited: dict[int, int] = defaultdict(int)
    for theirs in facts.people():
        trained_on = min(one.trained_on for one in theirs)
        led = _months(trained_on, _first(one.first_on for one in theirs))
        trained[trained_on.year].append(led)
        if since := _first(one.accredited_on for one in theirs):
            accredited[since.year] += 1
    known = {*trained, *accredited, *facts.years}
    return [
        _year(year, trained[year], accredited[year], facts.years.get(year) or Totals())
        for year in sorted(known, reverse=True)
    ]


def _year(year: int, led: list[float | None], accredited: int, given: Totals) -> Year:
    return Year(
        year=year,
        trained=len(led),
        accredited=accredited,
        sessions=given.sessions,
        groups=given.groups,
        people=given.people,
        have_led=len(led) - led.count(None),
        months_to_first=_median(led),
    )


def _first(days: Iterable[date | None]) -> date | None:
    return min((one for one in days if one), default=None)


def _months(since: date, day: date | None) -> float | None:
    return None if day is None else (day - since).days / DAYS_OF_A_MONTH


def _median(months: Iterable[float | None]) -> float | None:
    known = [one for one in months if one is not None]
    return median(known) if known else None
