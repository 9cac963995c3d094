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

from django.db.models import Case, Count, Max, Min, QuerySet, Value, When

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


class Held(NamedTuple):
    """A session that was held: seconds until its first block that counts, who led that,
    of what, and whether a block was lately."""

    first: int
    person: int
    programme: int
    language: str
    is_recent: bool


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
        for led in (*_sessions(ways, few, day, today), *_groups(ways, few, day)):
            _add_led(ways[led.key], led)
            years[led.began.year].add(led.people, is_group=led.is_group)
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
    """Training sessions by their leads; whoever led a block lately, or stood beside, is
    marked active. Of `people`, or of all (None)."""
    held = _held(ways, people, day)
    stood = SessionTrainer.objects.filter(role=SessionRole.CO).order_by()
    if people is not None:
        stood = stood.filter(person__in=people)
    for session, person in stood.values_list("session", "person"):
        one = held.get(session)
        if one and one.is_recent:
            _mark_active(ways, (person, one.programme, one.language))
    mine = {pk: one for pk, one in held.items() if one[1:4] in ways}
    came = _attended(mine.keys(), people is None, day if day < today else None)
    for pk, one in mine.items():
        began = day_of_seconds(one.first, BRUSSELS)
        yield Led(one[1:4], began, came.get(pk, 0), began, is_group=False)


def _held(ways: dict[Key, Way], people: set[int] | None, day: date) -> dict[int, Held]:
    """{session: how it was held}; of all, or of those in which `people` had a part."""
    since = end_of(months_after(day, -ACTIVE_MONTHS))
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
            is_recent=Max(
                Case(When(starts_at__gte=since, then=Value(1)), default=Value(0))
            ),
        )
    )
    found: dict[int, Held] = {}
    for session, person, programme, language, first, is_recent in rows:
        if is_recent:
            _mark_active(ways, (person, programme, language))
        known = found.get(session)
        if known is not None:
            # Whoever led the first block led the session.
            first, person = min((first, person), (known.first, known.person))
            is_recent = is_recent or known.is_recent
        found[session] = Held(first, person, programme, language, is_recent)
    return found


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
    """Groups that somebody came to, by their leads; whoever has a part in one that met
    lately is marked active. Of `people`, or of all (None)."""
    since = months_after(day, -ACTIVE_MONTHS)
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
        if max(lasts) > since:
            ways[key].is_active = True
        if role == SessionRole.LEAD:
            led = firsts[by.index(person)] if person in by else None
            yield Led(key, min(firsts), max(heads), led, is_group=True)


def _mark_active(ways: dict[Key, Way], key: Key) -> None:
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
