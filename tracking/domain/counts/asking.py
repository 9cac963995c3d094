"""When people are counted: every night of the day that is over, and when somebody asks.

The end of each day is counted once, as was known then, and never again: a correction of
tomorrow changes nothing in it. What is asked for is kept for a week.
"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.models import day_of, end_of
from lms.errors import DomainError
from organisations.models import Organisation, User
from tracking.domain.counts.reading import is_large
from tracking.domain.rolled.trend import month_ends
from tracking.enums import CountKind
from tracking.models import (
    CountedEnding,
    CountedPart,
    CountedStanding,
    CountedTrained,
    PeopleCount,
)
from tracking.tasks import count_people

# Nobody waits then, and nothing is recorded of the day before any more.
FROM_HOUR = 3
KEPT = timedelta(days=7)
# The end of every day is kept so long, for thirteen months; of a month for good.
DAYS_KEPT = timedelta(days=400)
# So many of one body wait at most.
MOST_WAITING = 3


def ask_count(
    body: Organisation, *, day: date, known_on: date | None, actor: User, now: datetime
) -> PeopleCount:
    """Have the people of a body counted on a day, as was known by the end of another
    where one is given. Who asks again while it is under way gets the same one.

    Raises DomainError when MOST_WAITING others of the body are under way.
    """
    kind = CountKind.ASKED
    if known_on is None and day == day_of(now):
        kind = CountKind.NOW
    asked = {"kind": kind, "body": body, "day": day, "known_on": known_on}
    found = count_under_way(body, day, known_on, today=day_of(now))
    if found is not None:
        return found
    if PeopleCount.objects.under_way().filter(body=body).count() >= MOST_WAITING:
        raise DomainError(
            _(
                "Three counts of this body are on their way. Ask again once one of them "
                "is ready."
            )
        )
    known_at = end_of(known_on) if known_on else now
    try:
        return _open(actor=actor, known_at=known_at, now=now, **asked)
    except IntegrityError:
        # Somebody else asked at the same moment.
        return PeopleCount.objects.under_way().get(**asked)


def count_under_way(
    body: Organisation, day: date, known_on: date | None, *, today: date
) -> PeopleCount | None:
    """The count that somebody waits for who looks at these figures of a body, the one
    that began first; None without."""
    found = PeopleCount.objects.over(body).under_way()
    if known_on is None and day == today:
        yesterday = today - timedelta(days=1)
        found = found.filter(kind=CountKind.NOW) | found.filter(
            kind=CountKind.CLOSING, day=yesterday
        )
    else:
        found = found.filter(day=day, known_on=known_on)
    return found.select_related("body").order_by("pk").first()


def last_refusal(
    body: Organisation, day: date, known_on: date | None, *, since: datetime | None
) -> str:
    """Why these figures of a body could not be counted when somebody asked for them last,
    and after a moment; "" where they could."""
    asked = PeopleCount.objects.filter(
        body=body, day=day, known_on=known_on, finished_at__isnull=False
    )
    if since is not None:
        asked = asked.filter(asked_at__gt=since)
    last = asked.order_by("-pk").first()
    return last.refusal if last else ""


def close_days(now: datetime) -> int:
    """Have the end of yesterday counted, once it is night; and after it that of a month
    that nobody counted, one at a time. Only where so many people are asked that it takes
    counting. Returns how many were begun."""
    today = day_of(now)
    if not is_large(None, today):
        return 0
    yesterday = today - timedelta(days=1)
    closings = PeopleCount.objects.filter(kind=CountKind.CLOSING)
    there = set(closings.values_list("day", flat=True))
    if yesterday not in there:
        return _close(yesterday, now=now) if _is_night_over(now) else 0
    missing = [one for one in reversed(month_ends(today)) if one not in there]
    if not missing or closings.under_way().exists():
        return 0
    return _close(missing[0], now=now)


def forget_counts(now: datetime) -> int:
    """Delete what was asked for a week ago, and ends of days of long ago but those of
    months; of all but the last one what only a page of today shows. Returns how many
    counts."""
    ended = PeopleCount.objects.filter(finished_at__lt=now - KEPT)
    forgotten = [one.pk for one in ended.exclude(kind=CountKind.CLOSING)]
    closings = PeopleCount.objects.finished().filter(kind=CountKind.CLOSING)
    old = closings.filter(day__lt=day_of(now) - DAYS_KEPT)
    forgotten += [one.pk for one in old if (one.day + timedelta(days=1)).day != 1]
    for model in (CountedStanding, CountedEnding, CountedTrained, CountedPart):
        model.objects.filter(count__in=forgotten).delete()
    PeopleCount.objects.filter(pk__in=forgotten).delete()
    last = closings.order_by("-day").first()
    for model in (CountedEnding, CountedTrained) if last else ():
        model.objects.filter(count__in=closings.exclude(pk=last.pk)).delete()
    return len(forgotten)


def _is_night_over(now: datetime) -> bool:
    return now >= end_of(day_of(now) - timedelta(days=1)) + timedelta(hours=FROM_HOUR)


def _close(day: date, *, now: datetime) -> int:
    try:
        _open(
            kind=CountKind.CLOSING,
            body=None,
            day=day,
            known_on=day,
            known_at=end_of(day),
            actor=None,
            now=now,
        )
    except IntegrityError:
        # Another tick was quicker.
        return 0
    return 1


@transaction.atomic
def _open(*, actor: User | None, now: datetime, **about) -> PeopleCount:
    made = PeopleCount.objects.create(
        asked_by=actor,
        asked_at=now,
        heard_at=now,
        language=get_language() or "",
        **about,
    )
    count_people.enqueue(made.pk)
    return made
