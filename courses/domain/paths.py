"""Where a person is on a learning path: derived from what they have behind them.

A step is done when one of its courses is, or one that counted for it. Optional steps
hold nobody up. There is one next thing: the first step that is neither done nor optional.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.domain.enrolment import access_to, begun_by, enrol, reachable_among
from courses.domain.equivalents import Counting, held_by, held_from
from courses.domain.manifest import Outline, outlines_of
from courses.enums import Access, StepState
from courses.models import Course, Enrolment, LearningPath, PathCourse
from lms.errors import DomainError
from lms.texts import Spoken, said


@dataclass(frozen=True)
class Option:
    """One course of a step, as one person meets it."""

    course: Course
    title: Spoken
    minutes: int
    languages: tuple[str, ...]
    is_in_language: bool
    is_held: bool
    is_begun: bool
    # A closed course is named only to those who may see it.
    is_named: bool
    access: Access

    @property
    def can_go(self) -> bool:
        """Whether the person finds a page under its address."""
        return self.access in (Access.OPEN, Access.ADMITTED)


@dataclass(frozen=True)
class Step:
    """`number` counts from one, whatever the author's numbers are."""

    number: int
    options: list[Option]
    is_optional: bool
    state: StepState

    @property
    def favoured(self) -> Option:
        """The course to go on with: one that was begun, else in the person's language,
        else open to everybody, else the first."""
        return max(
            self.options,
            key=lambda one: (
                one.is_begun,
                one.can_go,
                one.is_in_language,
                one.course.is_open,
            ),
        )


@dataclass(frozen=True)
class Journey:
    """A person's way along a path. Counts leave out what is optional."""

    path: LearningPath
    title: Spoken
    summary: Spoken
    steps: list[Step]

    @property
    def needed(self) -> list[Step]:
        return [step for step in self.steps if not step.is_optional]

    @property
    def done_count(self) -> int:
        return sum(step.state == StepState.DONE for step in self.needed)

    @property
    def next_step(self) -> Step | None:
        return next((one for one in self.steps if one.state == StepState.NOW), None)

    @property
    def is_complete(self) -> bool:
        return self.next_step is None

    @property
    def is_begun(self) -> bool:
        return any(
            one.is_begun or one.is_held for step in self.steps for one in step.options
        )


def journey_of(path: LearningPath, user, *, now: datetime, language: str) -> Journey:
    """A path as one person meets it; for somebody signed out nothing is done. In at
    most five queries, and what the grounds to enrol ask where a course is closed."""
    held, begun, sector = set(), begun_by(user), None
    if user.is_authenticated:
        sector = user.sector_id
        held = held_by(user, now=now)
    rows = list(path.rows.select_related("course"))
    return _journey(
        path,
        rows,
        held=held,
        begun=begun,
        reachable=reachable_among(user, [row.course for row in rows], begun=begun),
        language=language,
        sector=sector,
    )


def under_way(
    *,
    begun: Collection[int],
    earned: Mapping[int, Collection[date]],
    counting: Mapping[int, list[Counting]],
    admitted: Collection[int],
    language: str,
    sector: str | None,
) -> list[Journey]:
    """The paths of a person's sector on which they have begun a course and have not
    arrived, the furthest first; of what was read of the person elsewhere, in one query.
    `admitted` are the closed courses that they may enrol in."""
    if not begun:
        return []
    mine = PathCourse.objects.filter(course__in=begun).values("path")
    rows = (
        PathCourse.objects.filter(
            Q(path__sectors=None) | Q(path__sectors=sector),
            path__in=mine,
            path__is_published=True,
        )
        .select_related("path", "course")
        .order_by("path", "number", "pk")
    )
    held = held_from(earned, counting)
    opened = {row.course_id for row in rows if row.course.is_open}
    reachable = {*begun, *admitted, *opened}
    journeys = [
        _journey(
            path,
            list(its),
            held=held,
            begun=begun,
            reachable=reachable,
            language=language,
            sector=sector,
        )
        for path, its in groupby(rows, key=lambda row: row.path)
    ]
    ahead = [one for one in journeys if not one.is_complete]
    return sorted(ahead, key=lambda one: (-one.done_count, one.title))


def paths_for(sector: str | None) -> list[LearningPath]:
    """The published paths for a sector; all of them when none is asked for."""
    paths = LearningPath.objects.published()
    if sector:
        paths = paths.filter(Q(sectors=None) | Q(sectors=sector))
    return list(paths)


def enrol_in_next(
    path: LearningPath, user, *, now: datetime, language: str
) -> Enrolment:
    """Enrol a person in the next course of a path, the favoured one that lets them in.

    Raises DomainError "complete" when there is no next one, else what keeps them out of
    the favoured one; "sector" as courses.domain.enrolment.enrol does.
    """
    step = journey_of(path, user, now=now, language=language).next_step
    if step is None:
        raise DomainError(_("You have done every step of this path."), code="complete")
    first = step.favoured
    others = [one for one in step.options if one is not first]
    problems = []
    for option in (first, *others):
        try:
            return enrol(user, option.course, now=now)
        except DomainError as problem:
            problems.append(problem)
    raise problems[0]


def _journey(
    path: LearningPath,
    rows: list[PathCourse],
    *,
    held: Collection[int],
    begun: Collection[int],
    reachable: Collection[int],
    language: str,
    sector: str | None,
) -> Journey:
    outlines = outlines_of([row.course.current_edition_id for row in rows])
    steps, has_next = [], False
    for number, (_number, alike) in enumerate(
        groupby(rows, key=lambda row: row.number), start=1
    ):
        step_rows = list(alike)
        options = [
            _option(
                row.course,
                outlines.get(row.course.current_edition_id),
                held=held,
                begun=begun,
                access=access_to(row.course, reachable=reachable),
                language=language,
                sector=sector,
            )
            for row in step_rows
        ]
        is_optional = all(row.is_optional for row in step_rows)
        is_done = any(one.is_held for one in options)
        state = _state(is_done, is_optional, has_next)
        has_next = has_next or state == StepState.NOW
        steps.append(Step(number, options, is_optional, state))
    return Journey(
        path, said(path.titles, language), said(path.summaries, language), steps
    )


def _state(is_done: bool, is_optional: bool, has_next: bool) -> StepState:
    if is_done:
        return StepState.DONE
    if is_optional:
        return StepState.OPTIONAL
    return StepState.AHEAD if has_next else StepState.NOW


def _option(
    course: Course,
    outline: Outline | None,
    *,
    held: Collection[int],
    begun: Collection[int],
    access: Access,
    language: str,
    sector: str | None,
) -> Option:
    known = course.is_open or course.pk in held or course.pk in begun
    if not known and access != Access.ADMITTED:
        return _unnamed(course, access)
    spoken = outline.language_for(language) if outline else ""
    return Option(
        course=course,
        title=outline.title(spoken, [sector]) if outline else Spoken(course.code, ""),
        minutes=outline.minutes_for([sector] if sector else ()) if outline else 0,
        languages=outline.languages if outline else (),
        is_in_language=spoken == language,
        is_held=course.pk in held,
        is_begun=course.pk in begun,
        is_named=True,
        access=access,
    )


def _unnamed(course: Course, access: Access) -> Option:
    """A closed course, for somebody who may not see it."""
    names = {
        Access.UNRELEASED: _("A course that is not here yet"),
        Access.PRACTICE: _("A course to practise in"),
        Access.INVITATION: _("A course by invitation"),
    }
    return Option(
        course=course,
        title=Spoken(names[access], get_language()),
        minutes=0,
        languages=(),
        is_in_language=False,
        is_held=False,
        is_begun=False,
        is_named=False,
        access=access,
    )
