"""What trained people gave, counted from what was held: a handful of queries, whatever the
number of trainers.

What is given belongs to whoever led it: a session to the lead of its first block that
counts, a group to its lead. Moments are read as seconds: with thousands of trainers,
making moments of text is what costs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max, Min

from certificates.models import BRUSSELS, end_of
from lms.seconds import Seconds, day_of_seconds
from trainers.domain.report.ways import Key, Way, earlier
from trainers.enums import GroupState, SessionRole, StopReason
from trainers.models import (
    GroupFacilitator,
    GroupMeeting,
    Registration,
    SessionBlock,
    SessionTrainer,
)


class Led(NamedTuple):
    """A session or a group: whose way it belongs to, the day it began, how many came;
    and on which day its lead first led a meeting of it, None: never."""

    key: Key
    began: date
    people: int
    first: date | None
    is_group: bool


class Held(NamedTuple):
    """A session that was held: the seconds of its first and last block that count, who
    led the first, and of what."""

    first: int
    last: int
    person: int
    programme: int
    language: str

    @property
    def key(self) -> Key:
        return self[2:]


def given(
    ways: dict[Key, Way], people: set[int] | None, day: date, today: date
) -> Iterator[Led]:
    """What was led by a day, by those who have a way, whose `last_on` is known afterwards;
    of `people`, or of all (None)."""
    yield from _sessions(ways, people, day, today)
    yield from _groups(ways, people, day)


def note_first(row, led: Led, trained_on: date) -> None:
    """Note on a way, or what is kept of one, on which day it was first led. What was led
    before the training says nothing of how long the first took."""
    if led.first is None or led.first < trained_on:
        return
    row.first_on = earlier(row.first_on, led.first)
    if led.is_group:
        row.first_group_on = earlier(row.first_group_on, led.first)


def _sessions(
    ways: dict[Key, Way], people: set[int] | None, day: date, today: date
) -> Iterator[Led]:
    held, lasts = _held(people, day)
    stood = SessionTrainer.objects.filter(role=SessionRole.CO).order_by()
    if people is not None:
        stood = stood.filter(person__in=people)
    for session, person in stood.values_list("session", "person"):
        if one := held.get(session):
            key = (person, one.programme, one.language)
            lasts[key] = max(lasts.get(key, 0), one.last)
    for key, last in lasts.items():
        if way := ways.get(key):
            _note_last(way, day_of_seconds(last, BRUSSELS))
    mine = {pk: one for pk, one in held.items() if one.key in ways}
    came = _attended(mine.keys(), people is None, day if day < today else None)
    for pk, one in mine.items():
        began = day_of_seconds(one.first, BRUSSELS)
        yield Led(one.key, began, came.get(pk, 0), began, is_group=False)


def _held(people: set[int] | None, day: date) -> tuple[dict[int, Held], dict[Key, int]]:
    """{session: how it was held}, and {key: seconds of the last block that they led}; of
    all, or of sessions in which `people` had a part."""
    blocks = SessionBlock.objects.filter(counts=True, starts_at__lt=end_of(day))
    if people is not None:
        led = SessionBlock.objects.filter(counts=True, held_by__in=people)
        stood = SessionTrainer.objects.filter(person__in=people)
        keys = {
            *led.order_by().values_list("session", flat=True),
            *stood.order_by().values_list("session", flat=True),
        }
        blocks = blocks.filter(session__in=keys)
    rows = (
        blocks.order_by()
        .values_list("session", "held_by")
        .annotate(
            **_of_one("session", "programme", "language"),
            first=Seconds(Min("starts_at")),
            last=Seconds(Max("starts_at")),
        )
    )
    found: dict[int, Held] = {}
    lasts: dict[Key, int] = {}
    for session, person, programme, language, first, last in rows:
        key = (person, programme, language)
        if last > lasts.get(key, 0):
            lasts[key] = last
        known = found.get(session)
        if known is not None:
            # Whoever led the first block led the session.
            first, person = min((first, person), (known.first, known.person))
            last = max(last, known.last)
        found[session] = Held(first, last, person, programme, language)
    return found, lasts


def _attended(
    sessions: Iterable[int], is_all: bool, day: date | None
) -> dict[int, int]:
    """{session: how many have attended enough of it}, by a day, or until now (None).
    `is_all` where there are so many that counting all of them is quicker."""
    rows = Registration.objects.filter(attended_at__isnull=False).order_by()
    if day is not None:
        rows = rows.filter(attended_at__lt=end_of(day))
    if not is_all:
        rows = rows.filter(session__in=list(sessions))
    return dict(rows.values_list("session").annotate(Count("pk")))


def _groups(ways: dict[Key, Way], people: set[int] | None, day: date) -> Iterator[Led]:
    meetings = GroupMeeting.objects.filter(head_count__gt=0, on_day__lte=day)
    parts = GroupFacilitator.objects.exclude(
        group__state=GroupState.STOPPED, group__stop_reason=StopReason.MISTAKE
    )
    if people is not None:
        theirs = GroupFacilitator.objects.filter(person__in=people).order_by()
        keys = set(theirs.values_list("group", flat=True))
        meetings = meetings.filter(group__in=keys)
        parts = parts.filter(group__in=keys)
    met: dict[int, list[tuple]] = defaultdict(list)
    rows = meetings.order_by().values_list("group", "led_by")
    for group, *one in rows.annotate(Min("on_day"), Max("on_day"), Max("head_count")):
        met[group].append(one)
    for group, person, role, programme, language in parts.order_by().values_list(
        "group", "person", "role", "group__programme", "group__language"
    ):
        key = (person, programme, language)
        if group not in met or key not in ways:
            continue
        by, firsts, lasts, heads = zip(*met[group], strict=True)
        _note_last(ways[key], max(lasts))
        if role == SessionRole.LEAD:
            led = firsts[by.index(person)] if person in by else None
            yield Led(key, min(firsts), max(heads), led, is_group=True)


def _note_last(way: Way, day: date) -> None:
    if way.last_on is None or day > way.last_on:
        way.last_on = day


def _of_one(to: str, *names: str) -> dict[str, Min]:
    """Fields of the one row that all of a group belong to. To group by them as well would
    have the database sort what an index has in order."""
    return {name: Min(f"{to}__{name}") for name in names}
