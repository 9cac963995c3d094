"""Who had which part in what was held, the one place that says what counts: a handful of
queries, whatever the number of trainers.

What is given belongs to whoever led it: a session to the lead of its first block that
counts, a group to its lead. Moments are read as seconds: with thousands of trainers,
making moments of text is what costs.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Case, Count, F, Max, Min, Q, When

from certificates.models import BRUSSELS, end_of
from lms.seconds import Seconds, day_of_seconds
from trainers.domain.report.ways import Key, earlier
from trainers.enums import GroupState, SessionRole, StopReason
from trainers.models import (
    GroupFacilitator,
    Registration,
    SessionBlock,
    SessionTrainer,
)

# What so many people gave is looked up one by one; of more, everything that there is is
# read in the order in which it lies, which is quicker.
FEW_PEOPLE = 500


class Led(NamedTuple):
    """A session or a group as its lead's: the day it began, how many came (to a group: to
    its fullest meeting), and on which day they first led a meeting of it, None: never."""

    began: date
    people: int
    first: date | None


class Part(NamedTuple):
    """Somebody's part in a session or a group: by their programme and language, with the
    last day on which it was held; `led` is None of who stood beside the lead."""

    key: Key
    last: date
    is_group: bool
    led: Led | None


class Held(NamedTuple):
    """A session that was held: the seconds of its first and last block that count, who
    led the first, of what, and who else led one."""

    first: int
    last: int
    person: int
    programme: int
    language: str
    others: set[int]


def few(people: set[int]) -> set[int] | None:
    """These people for `parts_of`; None where they are so many that it reads all."""
    return people if len(people) <= FEW_PEOPLE else None


def parts_of(people: set[int] | None, day: date, *, today: date) -> Iterator[Part]:
    """What people had a part in by a day, today or an earlier one; of all (None). A
    session counts once a block of it was led by somebody accredited, a group once somebody
    came, and unless it was entered by mistake. Of some people those of others beside them
    are among it."""
    yield from _sessions(people, day, day < today)
    yield from _groups(people, day)


def note_first(row, part: Part, trained_on: date) -> None:
    """Note on a way, or what is kept of one, on which day it was first led. What was led
    before the training says nothing of how long the first took."""
    if part.led is None or part.led.first is None or part.led.first < trained_on:
        return
    row.first_on = earlier(row.first_on, part.led.first)
    if part.is_group:
        row.first_group_on = earlier(row.first_group_on, part.led.first)


def _sessions(people: set[int] | None, day: date, is_past: bool) -> Iterator[Part]:
    held = _held(people, day)
    beside = {pk: set(one.others) for pk, one in held.items()}
    stood = SessionTrainer.objects.filter(role=SessionRole.CO).order_by()
    if people is not None:
        stood = stood.filter(person__in=people)
    for session, person in stood.values_list("session", "person"):
        if session in held and person != held[session].person:
            beside[session].add(person)
    came = _attended(None if people is None else held.keys(), day if is_past else None)
    for pk, one in held.items():
        last = day_of_seconds(one.last, BRUSSELS)
        began = day_of_seconds(one.first, BRUSSELS)
        of = (one.programme, one.language)
        led = Led(began, came.get(pk, 0), began)
        yield Part((one.person, *of), last, is_group=False, led=led)
        for person in beside[pk]:
            yield Part((person, *of), last, is_group=False, led=None)


def _held(people: set[int] | None, day: date) -> dict[int, Held]:
    """{session: how it was held}; of all, or of those in which `people` had a part."""
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
    for session, person, programme, language, first, last in rows:
        others: set[int] = set()
        if known := found.get(session):
            # Whoever led the first block led the session.
            others = {*known.others, known.person, person}
            first, person = min((first, person), (known.first, known.person))
            last = max(last, known.last)
            others.discard(person)
        found[session] = Held(first, last, person, programme, language, others)
    return found


def _attended(sessions: Iterable[int] | None, day: date | None) -> dict[int, int]:
    """{session: how many have attended enough of it}, by a day, or until now (None); of
    all sessions (None): counting them is quicker than asking for so many."""
    rows = Registration.objects.filter(attended_at__isnull=False).order_by()
    if day is not None:
        rows = rows.filter(attended_at__lt=end_of(day))
    if sessions is not None:
        rows = rows.filter(session__in=list(sessions))
    return dict(rows.values_list("session").annotate(Count("pk")))


def _groups(people: set[int] | None, day: date) -> Iterator[Part]:
    parts = GroupFacilitator.objects.filter(
        group__meetings__head_count__gt=0, group__meetings__on_day__lte=day
    ).exclude(group__state=GroupState.STOPPED, group__stop_reason=StopReason.MISTAKE)
    if people is not None:
        parts = parts.filter(person__in=people)
    # Before somebody was one of its trainers it was not theirs.
    theirs = Q(group__meetings__led_by=F("person")) & Q(
        group__meetings__on_day__gte=F("joined_on")
    )
    meetings = "group__meetings__on_day"
    rows = (
        parts.order_by()
        .values_list(
            "person", "group__programme", "group__language", "role", "joined_on"
        )
        .annotate(
            of=F("group"),
            began=Min(meetings),
            last=Max(meetings),
            people=Max("group__meetings__head_count"),
            first=Min(Case(When(theirs, then=F(meetings)))),
        )
    )
    for *key, role, joined_on, _group, began, last, heads, first in rows:
        if last < joined_on:
            continue
        led = Led(began, heads, first) if role == SessionRole.LEAD else None
        yield Part(tuple(key), last, is_group=True, led=led)


def _of_one(to: str, *names: str) -> dict[str, Min]:
    """Fields of the one row that all of a group belong to. To group by them as well would
    have the database sort what an index has in order."""
    return {name: Min(f"{to}__{name}") for name in names}
