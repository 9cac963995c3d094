"""A time zone as calendar programs want it told: its changes of clocks, as rules.

icalendar can make one too, but lists single days until 2038, and of a change to summer
time it names the hour after it, which RFC 5545 takes as an hour too late.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

# How long changes have to follow a rule for it to be one; single days are told so far.
YEARS = 40
WEEK, SECOND = timedelta(days=7), timedelta(seconds=1)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, order=True)
class Clock:
    """What clocks show from one change to the next, and showed before it."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def told_zone(name: str, year: int) -> Timezone:
    """The zone as a VTIMEZONE that is right for whatever begins in `year` or later; where
    its clocks change by no rule, for YEARS from then on."""
    told = Timezone()
    told.add("TZID", name)
    for clock, days in _changes(name, year - 1):
        part = TimezoneDaylight() if clock.is_summer else TimezoneStandard()
        part.DTSTART = days[0]
        part.TZOFFSETFROM, part.TZOFFSETTO = clock.before, clock.after
        part.add("TZNAME", clock.name)
        rule = _rule(days)
        if rule:
            part.add("RRULE", vRecur(rule))
        elif days[1:]:
            part.add("RDATE", list(days[1:]))
        told.add_component(part)
    return told


@lru_cache(maxsize=32)
def _changes(name: str, year: int) -> tuple[tuple[Clock, tuple[datetime, ...]], ...]:
    """Each clock with the times at which it began, as the clock before showed them."""
    zone = ZoneInfo(name)
    begin = datetime(year, 1, 1, tzinfo=UTC)
    found: dict[Clock, list[datetime]] = defaultdict(list)
    for at in _instants(zone, begin, begin.replace(year=year + YEARS + 1)):
        before, now = (at - SECOND).astimezone(zone), at.astimezone(zone)
        clock = Clock(
            before.utcoffset(), now.utcoffset(), now.tzname(), bool(now.dst())
        )
        found[clock].append(_shown(at, clock.before))
    first = begin.astimezone(zone)
    if not any(day.year == year for days in found.values() for day in days):
        offset = first.utcoffset()
        clock = Clock(offset, offset, first.tzname(), bool(first.dst()))
        found[clock].insert(0, _shown(begin, offset))
    return tuple((clock, tuple(days)) for clock, days in found.items())


def _instants(zone: ZoneInfo, at: datetime, end: datetime) -> Iterator[datetime]:
    """When the clocks changed, to the second."""

    def offset(when: datetime) -> timedelta:
        return when.astimezone(zone).utcoffset()

    while at < end:
        low, high = at, at + WEEK
        if offset(low) != offset(high):
            while high - low > SECOND:
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (
                    (middle, high) if offset(middle) == offset(low) else (low, middle)
                )
            yield high
        at += WEEK


def _shown(at: datetime, offset: timedelta) -> datetime:
    return (at + offset).replace(tzinfo=None)


def _rule(days: tuple[datetime, ...]) -> dict | None:
    """The yearly rule that all of them follow, such as the last Sunday of March."""
    alike = {(day.month, day.weekday(), day.time()) for day in days}
    each_year = [days[0].year + number for number in range(max(len(days), YEARS))]
    if len(alike) > 1 or [day.year for day in days] != each_year:
        return None
    if all(day.day + 7 > monthrange(day.year, day.month)[1] for day in days):
        nth = {-1}
    else:
        nth = {(day.day - 1) // 7 + 1 for day in days}
    if len(nth) > 1:
        return None
    weekday = DAYS[days[0].weekday()]
    return {
        "FREQ": "YEARLY",
        "BYMONTH": days[0].month,
        "BYDAY": f"{nth.pop()}{weekday}",
    }
