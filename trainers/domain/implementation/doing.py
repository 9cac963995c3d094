"""What trainers have really done, beside what they planned: sessions of Relay and groups
of the delivery log, in the language that they are accredited for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, QuerySet
from django.utils import timezone

from trainers.enums import KNOWN_SESSIONS, GroupState, SessionRole, StopReason
from trainers.models import (
    Accreditation,
    GroupFacilitator,
    GroupMeeting,
    SessionBlock,
    SessionTrainer,
)

# (person, programme, language).
Key = tuple[int, int, str]
# What was entered by mistake counts nowhere.
MISTAKE = {"group__state": GroupState.STOPPED, "group__stop_reason": StopReason.MISTAKE}


@dataclass
class Done:
    """Sessions and groups that somebody led, and how many of either they stood beside a
    lead in. `first_on` is the first day on which they led; None: not yet."""

    sessions: int = 0
    groups: int = 0
    beside: int = 0
    first_on: date | None = None

    @property
    def total(self) -> int:
        """Sessions and groups led: what a plan counts."""
        return self.sessions + self.groups


def done_for(accreditations: Sequence[Accreditation]) -> dict[int, Done]:
    """{id of an accreditation: what was done by it so far}; as many queries for many as
    for one. A session counts with a block that was held by who was accredited that day, a
    group with a meeting to which somebody came, that its lead led."""
    people = {one.person_id for one in accreditations}
    programmes = {one.programme_id for one in accreditations}
    found: dict[Key, Done] = defaultdict(Done)
    for key, number, first in _blocks_led(people, programmes):
        found[key].sessions = number
        found[key].first_on = timezone.localdate(first)
    for key, number, first in _groups_led(people, programmes):
        done = found[key]
        done.groups = number
        done.first_on = min(first, done.first_on or first)
    for key, number in _stood_beside(people, programmes):
        found[key].beside += number
    return {
        one.pk: found.get((one.person_id, one.programme_id, one.language), Done())
        for one in accreditations
    }


def _blocks_led(people, programmes) -> Iterable[tuple]:
    rows = SessionBlock.objects.filter(
        held_by__in=people,
        counts=True,
        session__programme__in=programmes,
        session__state__in=KNOWN_SESSIONS,
    )
    return _counted(rows, "held_by", "session", first="starts_at")


def _groups_led(people, programmes) -> Iterable[tuple]:
    rows = GroupMeeting.objects.filter(
        led_by__in=people,
        head_count__gt=0,
        group__programme__in=programmes,
        group__facilitators__role=SessionRole.LEAD,
        group__facilitators__person=F("led_by"),
    ).exclude(**MISTAKE)
    return _counted(rows, "led_by", "group", first="on_day")


def _stood_beside(people, programmes) -> Iterable[tuple]:
    sessions = SessionTrainer.objects.filter(
        person__in=people,
        role=SessionRole.CO,
        session__programme__in=programmes,
        session__state__in=KNOWN_SESSIONS,
        session__blocks__counts=True,
    )
    groups = GroupFacilitator.objects.filter(
        person__in=people,
        role=SessionRole.CO,
        group__programme__in=programmes,
        group__meetings__head_count__gt=0,
    ).exclude(**MISTAKE)
    yield from _counted(sessions, "person", "session")
    yield from _counted(groups, "person", "group")


def _counted(rows: QuerySet, person: str, of: str, *, first: str = "") -> Iterable:
    """(key, how many different sessions or groups, the first moment where asked)."""
    keys = (person, f"{of}__programme", f"{of}__language")
    sums = {"number": Count(of, distinct=True)}
    if first:
        sums["first"] = Min(first)
    for row in rows.order_by().values(*keys).annotate(**sums).values_list(*keys, *sums):
        yield tuple(row[:3]), *row[3:]
