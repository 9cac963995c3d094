"""Every trained person of a scope with what they may do on a day and what they gave until
then: a handful of queries, whatever the number of trainers.

What is given belongs to whoever led it: a session to the lead of its first block that
counts, a group to its lead.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Case, Count, F, Max, Min, QuerySet, Value, When

from certificates.models import BRUSSELS, end_of
from lms.months import months_after
from lms.seconds import Seconds, day_of_seconds
from trainers.domain.periods import in_force
from trainers.domain.report.scope import Scope
from trainers.enums import GroupState, Level, SessionRole, StopReason
from trainers.models import (
    Accreditation,
    GroupFacilitator,
    GroupMeeting,
    Period,
    Registration,
    SessionBlock,
    SessionTrainer,
)

# Whoever gave something in so many months is active*.
ACTIVE_MONTHS = 12
# What so many people gave is looked up one by one; of more, everything that there is is
# read in the order in which it lies, which is quicker.
FEW_PEOPLE = 500

# A person, a programme, a language.
Key = tuple[int, int, str]


@dataclass(slots=True)
class Totals:
    """Training sessions and groups, and how often somebody came to one: of a group so
    many as to its fullest meeting."""

    sessions: int = 0
    groups: int = 0
    people: int = 0

    def add(self, people: int, *, is_group: bool) -> None:
        if is_group:
            self.groups += 1
        else:
            self.sessions += 1
        self.people += people


@dataclass(slots=True)
class Way:
    """A person who was trained for a programme in a language. `accredited_on` is the
    first day on which they were accredited, None: never. `until` is the last day of
    what they hold, None where they may not lead on the day asked. `first_on` is when
    they first led a session or a group since they were trained, and `first_group_on` a
    group alone; None: not yet."""

    person: int
    programme: int
    language: str
    employer: int
    trained_on: date
    accredited_on: date | None = None
    is_provisional: bool = False
    until: date | None = None
    is_active: bool = False
    first_on: date | None = None
    first_group_on: date | None = None
    given: Totals = field(default_factory=Totals)


@dataclass
class Facts:
    """The ways of a scope, and what was given in each year."""

    ways: list[Way]
    years: dict[int, Totals]

    def people(self) -> Iterable[list[Way]]:
        """The ways of each person."""
        found: dict[int, list[Way]] = defaultdict(list)
        for one in self.ways:
            found[one.person].append(one)
        return found.values()


class Led(NamedTuple):
    """A session or a group: whose way it belongs to, the day it began, how many came;
    and on which day its lead first led a meeting of it, None: never."""

    key: Key
    began: date
    people: int
    first: date | None
    is_group: bool


def facts_in(scope: Scope, day: date, *, today: date, language: str = "") -> Facts:
    """Those who were trained by a day, as they stood at its end; of one language, or of
    all."""
    accreditations = Accreditation.objects.filter(scope.ways())
    if language:
        accreditations = accreditations.filter(language=language)
    ways, by_accreditation = _trained(accreditations, day)
    years: dict[int, Totals] = defaultdict(Totals)
    if ways:
        _add_worth(by_accreditation, scope, day)
        people = {one.person for one in ways.values()}
        few = people if len(people) <= FEW_PEOPLE else None
        for led in (*_sessions(ways, few, day, today), *_groups(few, day)):
            if way := ways.get(led.key):
                _add_led(way, led)
                years[led.began.year].add(led.people, is_group=led.is_group)
        _mark_beside(ways, few, day)
    return Facts(list(ways.values()), dict(years))


def _trained(
    accreditations: QuerySet[Accreditation], day: date
) -> tuple[dict[Key, Way], dict[int, Way]]:
    """Ways by their key, and by the id of each accreditation that is one: who withdrew
    and came back has two, and was trained with the first. Where they work the last
    says."""
    rows = (
        accreditations.filter(trained_on__lte=day)
        .order_by("pk")
        .values_list("pk", "person", "programme", "language", "employer", "trained_on")
    )
    ways: dict[Key, Way] = {}
    by_accreditation: dict[int, Way] = {}
    for pk, person, programme, language, employer, trained_on in rows:
        key = (person, programme, language)
        way = ways.get(key)
        if way is None:
            way = ways[key] = Way(*key, employer, trained_on)
        way.trained_on = min(way.trained_on, trained_on)
        way.employer = employer
        by_accreditation[pk] = way
    return ways, by_accreditation


def _add_worth(ways: dict[int, Way], scope: Scope, day: date) -> None:
    """Since when they are accredited, and what they hold on the day."""
    periods = scope.ways("accreditation__")
    first = (
        Period.objects.filter(periods, level=Level.ACCREDITED, starts_on__lte=day)
        .order_by()
        .values_list("accreditation")
        .annotate(Min("starts_on"))
    )
    for pk, starts_on in first:
        if way := ways.get(pk):
            way.accredited_on = _earlier(way.accredited_on, starts_on)
    held = in_force(day).filter(periods).order_by()
    for pk, level, ends_on in held.values_list("accreditation", "level", "ends_on"):
        way = ways.get(pk)
        if way is None:
            continue
        if level == Level.ACCREDITED:
            # Who renewed early has the next period at once.
            way.until = max(way.until, ends_on) if way.until else ends_on
        else:
            way.is_provisional = True


def _sessions(
    ways: dict[Key, Way], people: set[int] | None, day: date, today: date
) -> Iterator[Led]:
    """Training sessions by their leads, who are active where a block was lately; of
    `people`, or of all (None)."""
    since = end_of(months_after(day, -ACTIVE_MONTHS))
    blocks = SessionBlock.objects.filter(counts=True, starts_at__lt=end_of(day))
    blocks = blocks.order_by()
    if people is not None:
        # All blocks of these sessions: whoever led the first one led the session.
        theirs = blocks.filter(held_by__in=people)
        blocks = blocks.filter(session__in=theirs.values("session"))
    rows = blocks.values_list("session", "held_by").annotate(
        **_of_one("session", "programme", "language"),
        first=Seconds(Min("starts_at")),
        is_recent=Max(
            Case(When(starts_at__gte=since, then=Value(1)), default=Value(0))
        ),
    )
    begun: dict[int, tuple[int, Key]] = {}
    for session, person, programme, language, first, is_recent in rows:
        key = (person, programme, language)
        if is_recent and key in ways:
            ways[key].is_active = True
        if session not in begun or first < begun[session][0]:
            begun[session] = (first, key)
    mine = {pk: one for pk, one in begun.items() if one[1] in ways}
    came = _attended(mine.keys(), people is None, day if day < today else None)
    for pk, (first, key) in mine.items():
        began = day_of_seconds(first, BRUSSELS)
        yield Led(key, began, came.get(pk, 0), began, is_group=False)


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


def _groups(people: set[int] | None, day: date) -> Iterator[Led]:
    """Groups that somebody came to, by their leads; of `people`, or of all (None)."""
    rows = (
        _meetings(people, day)
        .filter(group__facilitators__role=SessionRole.LEAD)
        .values_list("group", "group__facilitators__person")
        .annotate(
            **_of_one("group", "programme", "language"),
            began=Min("on_day"),
            heads=Max("head_count"),
            first=Min(
                Case(When(led_by=F("group__facilitators__person"), then=F("on_day")))
            ),
        )
    )
    for _group, person, programme, language, began, heads, first in rows:
        key = (person, programme, language)
        yield Led(key, began, heads, first, is_group=True)


def _meetings(people: set[int] | None, day: date) -> QuerySet[GroupMeeting]:
    """Meetings by a day that somebody came to, of groups that there really were."""
    rows = GroupMeeting.objects.filter(head_count__gt=0, on_day__lte=day)
    if people is not None:
        theirs = GroupFacilitator.objects.filter(person__in=people).order_by()
        rows = rows.filter(group__in=theirs.values("group"))
    return rows.exclude(
        group__state=GroupState.STOPPED, group__stop_reason=StopReason.MISTAKE
    ).order_by()


def _mark_beside(ways: dict[Key, Way], people: set[int] | None, day: date) -> None:
    """Whoever stood beside a lead, or had a part in a group, lately is active."""
    since = months_after(day, -ACTIVE_MONTHS)
    blocks = SessionBlock.objects.filter(
        counts=True, starts_at__gte=end_of(since), starts_at__lt=end_of(day)
    )
    stood = SessionTrainer.objects.filter(
        role=SessionRole.CO, session__in=blocks.order_by().values("session")
    )
    meetings = _meetings(people, day).filter(on_day__gt=since)
    there = GroupFacilitator.objects.filter(group__in=meetings.values("group"))
    for rows, of in ((stood, "session"), (there, "group")):
        if people is not None:
            rows = rows.filter(person__in=people)
        keys = rows.order_by().values_list(
            "person", f"{of}__programme", f"{of}__language"
        )
        for key in keys:
            if way := ways.get(key):
                way.is_active = True


def _add_led(way: Way, led: Led) -> None:
    way.given.add(led.people, is_group=led.is_group)
    # What was led before the training says nothing of how long the first took.
    if led.first is None or led.first < way.trained_on:
        return
    way.first_on = _earlier(way.first_on, led.first)
    if led.is_group:
        way.first_group_on = _earlier(way.first_group_on, led.first)


def _of_one(to: str, *names: str) -> dict[str, Min]:
    """Fields of the one row that all of a group belong to. To group by them as well would
    have the database sort what an index has in order."""
    return {name: Min(f"{to}__{name}") for name in names}


def _earlier(known: date | None, other: date) -> date:
    return other if known is None or other < known else known
