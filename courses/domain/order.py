"""Which course comes before which, and that this never goes round in a circle.

A course comes after its prerequisites. Courses that count for each other are as one:
who could be sent back to a course by way of another could be sent back for ever.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.domain.enrolment import titles_of
from courses.models import Course, Equivalent, PathCourse
from lms.errors import DomainError

# (a course, one that comes before it)
Need = tuple[int, int]


@dataclass(frozen=True)
class Order:
    """`needs` says what each course comes after; each of `alike` holds courses that
    count for each other."""

    needs: Mapping[int, Collection[int]]
    alike: Iterable[Collection[int]] = ()

    def circle(self) -> list[Need]:
        """The first circle there is, need by need; empty when there is none.

        The second course of a need is the first of the next one, or counts for it.
        """
        steps = self._steps()
        closed: set[int] = set()
        for start in sorted(steps):
            if found := _walk(start, steps, closed):
                return found
        return []

    def _steps(self) -> dict[int, dict[int, Need]]:
        """{a course for all like it: {the same of what comes before: a need}}."""
        name = self._names()
        steps: dict[int, dict[int, Need]] = {}
        for course, before in sorted(self.needs.items()):
            mine = steps.setdefault(name.get(course, course), {})
            for other in sorted(before):
                mine.setdefault(name.get(other, other), (course, other))
        return steps

    def _names(self) -> dict[int, int]:
        """{course: the one that stands for all that count for each other}."""
        groups: list[set[int]] = []
        for alike in self.alike:
            merged = set(alike)
            apart = [group for group in groups if not group & merged]
            for group in groups:
                if group & merged:
                    merged |= group
            groups = [*apart, merged]
        return {course: min(group) for group in groups for course in group}


def _walk(start: int, steps, closed: set[int]) -> list[Need]:
    """Follow the needs from a course; a circle if they come back on the trail. Courses
    that lead to none are `closed`."""
    trail: dict[int, Need] = {}
    ahead = [(start, iter(steps.get(start, {}).items()))]
    while ahead:
        here, others = ahead[-1]
        other, need = next(others, (None, None))
        if other is None:
            ahead.pop()
            closed.add(here)
            trail.pop(here, None)
            continue
        trail[here] = need
        if other in trail:
            names = list(trail)
            return [trail[name] for name in names[names.index(other) :]]
        if other not in closed:
            ahead.append((other, iter(steps.get(other, {}).items())))
    return []


def order_on(day: date) -> Order:
    """How the courses stand to each other from a day on; two queries."""
    needs: dict[int, set[int]] = {}
    links = Course.prerequisites.through.objects.values_list("from_course", "to_course")
    for course, before in links:
        needs.setdefault(course, set()).add(before)
    alike: dict[int, set[int]] = {}
    members = Equivalent.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))
    for group, course in members.values_list("group", "course"):
        alike.setdefault(group, set()).add(course)
    return Order(needs, list(alike.values()))


def refuse_circular_prerequisites(
    course: Course, prerequisites: Collection[Course], *, day: date
) -> None:
    """Raises DomainError "circle" when a course cannot have these prerequisites.

    One that is not saved yet comes before nothing, so it may have any.
    """
    if course.pk is not None:
        order = order_on(day)
        mine = {course.pk: {one.pk for one in prerequisites}}
        _refuse_circle_anywhere({**order.needs, **mine}, order.alike)


def refuse_circular_equivalents(courses: Collection[Course], *, day: date) -> None:
    """Raises DomainError "circle" when these courses cannot count for each other."""
    order = order_on(day)
    alike = [*order.alike, {one.pk for one in courses}]
    _refuse_circle_anywhere(order.needs, alike)


def refuse_circular_path(
    steps: Iterable[tuple[bool, Collection[int]]], *, day: date
) -> None:
    """Raises DomainError "circle" when a path cannot be walked: a course comes before
    what it needs, or stands for two steps. A step is (whether it is optional, ids)."""
    order = order_on(day)
    needs = {course: set(before) for course, before in order.needs.items()}
    _add_path(needs, steps)
    _refuse_circle(Order(needs, order.alike))


def _add_path(
    needs: dict[int, set[int]], steps: Iterable[tuple[bool, Collection[int]]]
) -> None:
    """Along a path each course comes after those of the step before; what is optional
    holds nobody up."""
    before: Collection[int] = ()
    for is_optional, courses in steps:
        for course in courses:
            needs.setdefault(course, set()).update(before)
        if not is_optional:
            before = courses


def check_prerequisites(links: Iterable[Need], *, day: date) -> None:
    """The same for links about to be written beside those there are: two people who
    write at the same moment come one after the other."""
    _one_at_a_time()
    order = order_on(day)
    needs = {course: set(before) for course, before in order.needs.items()}
    for course, before in links:
        needs.setdefault(course, set()).add(before)
    _refuse_circle_anywhere(needs, order.alike)


def check_equivalent(member: Equivalent, *, day: date) -> None:
    """The same for a course about to join its group."""
    if member.ends_on is not None and member.ends_on <= day:
        return
    _one_at_a_time()
    order = order_on(day)
    beside = Equivalent.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day), group=member.group_id
    ).exclude(pk=member.pk)
    joined = {*beside.values_list("course", flat=True), member.course_id}
    _refuse_circle_anywhere(order.needs, [*order.alike, joined])


def _one_at_a_time() -> None:
    """Whoever changes the order of courses holds them all till their transaction ends."""
    with transaction.atomic():
        list(Course.objects.select_for_update(no_key=True).order_by("pk").values("pk"))


def _refuse_circle_anywhere(
    needs: Mapping[int, Collection[int]], alike: Iterable[Collection[int]]
) -> None:
    """Neither among the courses alone, nor along a path that there is."""
    alike = list(alike)
    _refuse_circle(Order(needs, alike))
    rows: dict[int, list[PathCourse]] = {}
    for row in PathCourse.objects.order_by("path", "number"):
        rows.setdefault(row.path_id, []).append(row)
    for path in rows.values():
        along = {course: set(before) for course, before in needs.items()}
        _add_path(along, steps_in_order(path))
        _refuse_circle(Order(along, alike))


def steps_in_order(rows: Iterable[PathCourse]) -> list[tuple[bool, set[int]]]:
    """(whether it is optional, its course ids) of each step of a path."""
    steps: dict[int, list[PathCourse]] = {}
    for row in sorted(rows, key=lambda row: row.number):
        steps.setdefault(row.number, []).append(row)
    return [
        (all(row.is_optional for row in step), {row.course_id for row in step})
        for step in steps.values()
    ]


def _refuse_circle(order: Order) -> None:
    if circle := order.circle():
        raise DomainError(
            _("This goes round in a circle: %s. Nobody could ever begin.")
            % in_words(circle),
            code="circle",
        )


def in_words(circle: list[Need]) -> str:
    """The titles of the courses of a circle: "→" before what comes first, "=" between
    courses that count for each other."""
    ids = {course for need in circle for course in need}
    courses = Course.objects.select_related("current_edition").filter(pk__in=ids)
    titles = titles_of(list(courses), language=get_language() or "en")
    words = [f"“{titles[circle[0][0]]}”"]
    for need, following in zip(circle, [*circle[1:], circle[0]], strict=True):
        words.append(f"→ “{titles[need[1]]}”")
        if need[1] != following[0]:
            words.append(f"= “{titles[following[0]]}”")
    return " ".join(words)
