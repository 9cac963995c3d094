"""Reads that several views share."""

from django.db.models import F
from django.urls import reverse

from courses.domain.manifest import outlines_of
from courses.models import Course, Enrolment
from library.registries import OpenCourse


def enrolment_for(user, course_code: str, *related: str) -> Enrolment | None:
    """The learner's own enrolment in a course, with its course, `sector_codes` and what
    else is `related`, in one query; None for everybody else."""
    if not user.is_authenticated:
        return None
    # One row for each sector, and one for an enrolment without any.
    rows = list(
        Enrolment.objects.visible_to(user)
        .select_related("course", *related)
        .filter(course__code=course_code)
        .annotate(sector_code=F("sectors"))
    )
    if not rows:
        return None
    enrolment = rows[0]
    enrolment.sector_codes = sorted(row.sector_code for row in rows if row.sector_code)
    return enrolment


def catalogue(user) -> list[Course]:
    """Courses a person can see: open ones, and those they are in."""
    courses = Course.objects.open_to_all()
    if user.is_authenticated:
        mine = Course.objects.released().filter(enrolments__user=user)
        courses = (courses | mine).distinct()
    return list(courses.prefetch_related("sectors").order_by("code"))


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
                title=outline.course["title"][spoken],
                summary=outline.course["summary"][spoken],
                url=reverse("courses:course", args=[course.code]),
                minutes=outline.minutes_for(()),
                language=spoken,
                languages=outline.languages,
            )
        )
    return shown
