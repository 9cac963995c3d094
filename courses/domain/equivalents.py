"""Courses that count for each other, and on which days.

What a person completed, or was certified for, counts for another course when both were
in one group on that day. Who leaves a group later takes nothing away from anybody.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import registries
from courses.models import Completion, Course, Equivalent
from lms.errors import DomainError


@dataclass(frozen=True)
class Counting:
    """A course counts for another one from a day to the day before `ends_on`."""

    course_id: int
    starts_on: date
    ends_on: date | None

    def holds(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def counting_for(course_ids: Collection[int]) -> dict[int, list[Counting]]:
    """{course id: the other courses that count for it, as it does for them, and when};
    one query, none for no course."""
    rows = (
        Equivalent.objects.filter(course__in=course_ids)
        .order_by("group__members__course__code", "group__members__starts_on")
        .values_list(
            "course",
            "starts_on",
            "ends_on",
            "group__members__course",
            "group__members__starts_on",
            "group__members__ends_on",
        )
    )
    found = defaultdict(list)
    for wanted, from_, until, other, other_from, other_until in rows:
        ends = [day for day in (until, other_until) if day is not None]
        both = Counting(other, max(from_, other_from), min(ends, default=None))
        if other != wanted and (both.ends_on is None or both.starts_on < both.ends_on):
            found[wanted].append(both)
    return dict(found)


def counts_for(wanted, *, course: str, on: str) -> Exists:
    """For rows with a `course` and a day `on`: whether the row's course counted for
    another one, `wanted`, on that day. Both are lookups; `wanted` an expression."""
    day = OuterRef(on)
    other = {"group__members__course": wanted, "group__members__starts_on__lte": day}
    return Exists(
        Equivalent.objects.filter(
            _not_ended("ends_on", day),
            course=OuterRef(course),
            starts_on__lte=day,
        ).filter(_not_ended("group__members__ends_on", day), **other)
    )


def _not_ended(name: str, day) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gt": day})


def held_by(user, *, now: datetime, wanted: Collection[int] | None = None) -> set[int]:
    """The courses that a person has behind them: completed, held as a certificate in
    force, or made up for by another one that counted on that day.

    Where only those `wanted` matter, no certificate is looked for once completions have
    given them all. At most four queries.
    """
    earned = completed_by(user, now=now)
    held = held_from(earned, counting_for(list(earned)))
    if wanted is not None and held.issuperset(wanted):
        return held
    certified = _certified_by(user, day=timezone.localdate(now))
    return held | held_from(certified, counting_for(list(certified)))


def held_from(
    earned: Mapping[int, Collection[date]], counting: Mapping[int, list[Counting]]
) -> set[int]:
    """The courses that those earned on certain days make up, themselves included."""
    return set(earned) | {
        other.course_id
        for course_id, days in earned.items()
        for other in counting.get(course_id, ())
        if any(other.holds(day) for day in days)
    }


def completed_by(user, *, now: datetime) -> dict[int, set[date]]:
    """{course id: the days on which a person completed it}."""
    completed = defaultdict(set)
    completions = Completion.objects.filter(
        enrolment__user=user, completed_at__lte=now
    ).values_list("enrolment__course", "completed_at")
    for course_id, completed_at in completions:
        completed[course_id].add(timezone.localdate(completed_at))
    return completed


def _certified_by(user, *, day: date) -> dict[int, set[date]]:
    """{course id: the first days of the certificates in force on a day}."""
    certified = defaultdict(set)
    for certificates in registries.certificate_grounds:
        for course_id, since in certificates(user, day):
            certified[course_id].add(since)
    return certified


def others_of(course_ids: Collection[int], *, day: date) -> dict[int, list[Course]]:
    """{course id: the released courses that count for it on a day}, in two queries."""
    counting = {
        wanted: {one.course_id for one in others if one.holds(day)}
        for wanted, others in counting_for(course_ids).items()
    }
    courses = list(
        Course.objects.released().filter(pk__in=set().union(*counting.values()))
        if counting
        else ()
    )
    return {
        wanted: [course for course in courses if course.pk in others]
        for wanted, others in counting.items()
    }


def check_member(
    before: Equivalent | None, after: Equivalent | None, *, owner, day: date
) -> None:
    """Raises DomainError when a course cannot join, leave or change in a group of this
    owner's: "not_below" for a course of a body that is neither the owner nor below it,
    "retroactive" when it would take away what counted until today."""
    if before is not None and before.starts_on < day:
        _check_not_taken_back(before, after, day)
    if after is not None and not after.course.owner.path.startswith(owner.path):
        raise DomainError(
            _("%(owner)s decides about its own courses, and those of bodies below it.")
            % {"owner": owner},
            code="not_below",
        )


def _check_not_taken_back(
    before: Equivalent, after: Equivalent | None, day: date
) -> None:
    if after is None:
        raise DomainError(
            _("It counted already. Say from which day it counts no longer."),
            code="retroactive",
        )
    unchanged = (before.course_id, before.starts_on, before.ends_on)
    if unchanged == (after.course_id, after.starts_on, after.ends_on):
        return
    same = before.course_id == after.course_id and after.starts_on <= before.starts_on
    ended = before.ends_on is not None and before.ends_on <= day
    ends_early = after.ends_on is not None and after.ends_on < day
    if not same or (ended and after.ends_on != before.ends_on) or ends_early:
        raise DomainError(
            _(
                "What counted until today goes on counting. Choose today or a later day."
            ),
            code="retroactive",
        )
