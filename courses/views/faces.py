"""Where the content admin has the pages of a course."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from courses.models import Course, CoursePage


def first_faces(courses: Iterable[Course]) -> dict[UUID, CoursePage]:
    """{page key: the first page that a course got}, in one query."""
    keys = [course.page_key for course in courses]
    pages = CoursePage.objects.filter(translation_key__in=keys, alias_of=None)
    # The first one is the last that is put in.
    return {page.translation_key: page for page in pages.order_by("-pk")}


def first_face(course: Course) -> CoursePage | None:
    return first_faces([course]).get(course.page_key)


def pages_url(course: Course) -> str:
    return url_of(first_face(course))


def url_of(face: CoursePage | None) -> str:
    """The list of pages below a course's; that of all courses where it has none."""
    if face is None:
        return reverse("courses_course:index")
    return reverse("wagtailadmin_explore", args=[face.pk])
