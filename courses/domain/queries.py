"""Reads that several views share."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
)
from django.urls import reverse

from courses import registries
from courses.domain.manifest import outlines_of
from courses.domain.overlays.layers import HAS_LAYERS
from courses.models import (
    Course,
    Enrolment,
    Fact,
    Reflection,
    TranslationAct,
    Vignette,
)
from library.registries import OpenCourse
from lms.prepared import Given, Prepared
from lms.remembered import RememberedForAMinute


def enrolment_for(user, course_code: str, *related: str) -> Enrolment | None:
    """The learner's own enrolment in a course, with its course, `sector_codes`,
    `has_reflections` and what else is `related`, in one query; None for everybody
    else."""
    if not user.is_authenticated:
        return None
    rows = _in_course(related).ask(user=user.pk, course=course_code)
    return next(iter(_gathered(rows)), None)


def enrolments_of(user, **also) -> list[Enrolment]:
    """All of a learner's own enrolments, with course, `sector_codes` and what is to be
    known `also`, expressions by name; the newest first; one query."""
    rows = _by_sector().visible_to(user).annotate(**also)
    return _gathered(rows.order_by("-started_at", "-pk"))


@cache
def _in_course(related: tuple[str, ...]) -> Prepared[Enrolment]:
    return Prepared(
        lambda: (
            _by_sector(related)
            .of_person(Given("user", BigIntegerField()))
            .filter(course__code=Given("course", CharField()))
        )
    )


def _by_sector(related: tuple[str, ...] = ()):
    """Enrolments, each once for every sector, and once if it has none."""
    return Enrolment.objects.select_related("course", *related).annotate(
        sector_code=F("sectors"),
        may_have_layers=HAS_LAYERS,
        has_reflections=Exists(Reflection.objects.filter(enrolment=OuterRef("pk"))),
    )


def _gathered(rows: Iterable[Enrolment]) -> list[Enrolment]:
    found: dict[int, Enrolment] = {}
    codes: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.pk, row)
        codes.setdefault(row.pk, []).append(row.sector_code)
    for enrolment in found.values():
        enrolment.sector_codes = sorted(filter(None, codes[enrolment.pk]))
    return list(found.values())


def catalogue(user) -> list[Course]:
    """Courses a person can see: open ones, and those they are in."""
    courses = Course.objects.open_to_all()
    if user.is_authenticated:
        mine = Course.objects.released().filter(enrolments__user=user)
        courses = (courses | mine).distinct()
    return list(courses.prefetch_related("sectors").order_by("code"))


def with_certificate(
    courses: Iterable[Course], sectors: Iterable[str | None] = ()
) -> set[int]:
    """Ids of those courses that give a certificate to people of one of these sectors, or
    to anybody where none is known. As many queries as apps give certificates."""
    ids, codes = [course.pk for course in courses], [one for one in sectors if one]
    return {pk for gives in registries.certifying for pk in gives(ids, codes)}


def certifies(course: Course, sectors: Iterable[str | None], *, now: datetime) -> bool:
    """Whether a course gives a certificate to people of these sectors; at most one
    query a minute, so that a new rule shows within one."""
    codes = tuple(sorted(filter(None, sectors)))
    return _certifying.of((course.pk, codes), now=now)


def _read_certifying(keys: set[tuple]) -> dict[tuple, bool]:
    return {
        (pk, codes): bool(with_certificate([Course(pk=pk)], codes))
        for pk, codes in keys
    }


_certifying = RememberedForAMinute(_read_certifying, most=2000)


def open_courses(language: str) -> list[OpenCourse]:
    """The courses anyone may take, for the public home."""
    courses = list(Course.objects.open_to_all().order_by("code"))
    outlines = outlines_of([course.current_edition_id for course in courses])
    shown = []
    for course in courses:
        outline = outlines[course.current_edition_id]
        spoken = outline.language_for(language)
        shown.append(
            OpenCourse(
                title=outline.title(spoken),
                summary=outline.course["summary"][spoken],
                url=reverse("courses:course", args=[course.code]),
                minutes=outline.minutes_for(()),
                language=spoken,
                languages=outline.languages,
            )
        )
    return shown


def published_snippets(course: Course) -> list:
    """Changes when a fact or a case is published or withdrawn, as lessons show them, and
    when a translation is reviewed or approved."""
    acts = TranslationAct.objects.aggregate(Count("pk"), Max("pk"))
    return list(acts.values()) + [
        list(
            model.objects.filter(live=True)
            .aggregate(Count("pk"), Max("last_published_at"))
            .values()
        )
        for model in (Fact, Vignette)
    ]
