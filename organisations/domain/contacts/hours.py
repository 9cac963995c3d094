"""When a service is open. Times are those of the clock in Brussels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from organisations.blocks import MIDNIGHT, WEEKDAYS
from organisations.domain.contacts.holidays import is_public_holiday
from organisations.models import Contact

BRUSSELS = ZoneInfo("Europe/Brussels")
# Longer than any row of holidays and days off in a week.
LOOK_AHEAD = 14
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True)
class Span:
    """The same hours on some days of the week, Monday being 0; closing at 00:00 is at
    the end of the day."""

    days: frozenset[int]
    opens: time
    closes: time

    def holds(self, moment: datetime) -> bool:
        return (
            moment.weekday() in self.days
            and self.opens <= moment.time()
            and (self.closes == MIDNIGHT or moment.time() < self.closes)
        )


@dataclass(frozen=True)
class Opening:
    """How a service stands at a moment. `until` is when it closes today, None when it
    does not or is closed; `opens_on` and `opens_at` say when a closed one opens."""

    is_open: bool
    until: time | None = None
    opens_on: date | None = None
    opens_at: time | None = None


def spans_of(contact: Contact) -> list[Span]:
    """A contact's opening hours, in the order in which they are written."""
    return [
        Span(
            frozenset(map(int, block.value["days"])),
            block.value["opens"],
            block.value["closes"],
        )
        for block in contact.hours
    ]


def opening_of(contact: Contact, *, now: datetime) -> Opening | None:
    """How a contact stands at a moment; None where nobody has said its hours."""
    if contact.is_always_open:
        return Opening(is_open=True)
    spans = spans_of(contact)
    if not spans:
        return None
    return opening_at(spans, now=now, on_holidays=contact.is_open_on_holidays)


def opening_at(
    spans: Iterable[Span], *, now: datetime, on_holidays: bool = False
) -> Opening:
    """How somebody with these hours stands at a moment; shut on public holidays unless
    `on_holidays`."""
    spans = list(spans)
    local = now.astimezone(BRUSSELS)
    closing = [
        span.closes
        for span in spans
        if span.holds(local) and (on_holidays or not is_public_holiday(local.date()))
    ]
    if closing:
        ends = MIDNIGHT if MIDNIGHT in closing else max(closing)
        return Opening(is_open=True, until=ends)
    for day, opens in _coming(spans, local.date(), on_holidays):
        if (day, opens) > (local.date(), local.time()):
            return Opening(is_open=False, opens_on=day, opens_at=opens)
    return Opening(is_open=False)


def _coming(
    spans: list[Span], today: date, on_holidays: bool
) -> Iterator[tuple[date, time]]:
    """When it opens on the coming days, in order."""
    for ahead in range(LOOK_AHEAD):
        day = today + timedelta(days=ahead)
        if on_holidays or not is_public_holiday(day):
            for opens in sorted(s.opens for s in spans if day.weekday() in s.days):
                yield day, opens


def days_text(days: frozenset[int]) -> str:
    """Days of the week in words: "Monday to Friday", "Monday, Thursday", "every day"."""
    if days == EVERY_DAY:
        return str(_("every day"))
    ordered = sorted(days)
    names = [str(WEEKDAYS[day][1]) for day in ordered]
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return ", ".join(names)
