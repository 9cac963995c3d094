"""A course to practise in: everything in it may be broken.

courses.domain.duplicating makes one, in the background.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.enums import DuplicationState
from courses.models import Course, CoursePage, Duplication
from lms.errors import DomainError
from organisations.models import Organisation

# The starter course that shows every kind of block; a practice course is made from it.
SOURCE = "showcase"


def practice_source() -> Course:
    """The starter course that practice is made from. Raises DomainError "no_source"
    where it is missing."""
    source = Course.objects.filter(code=SOURCE).first()
    if source is None:
        raise DomainError(
            _("The starter course that practice is made from is not loaded here."),
            code="no_source",
        )
    return source


def practice_course_of(organisation: Organisation) -> Course | None:
    """The course an organisation practises in now; None before it has one, and while
    its first one is being made."""
    return practice_courses_of([organisation]).get(organisation.pk)


def practice_courses_of(organisations: Iterable[Organisation]) -> dict[int, Course]:
    """{organisation id: the course it practises in now}, in one query."""
    faces = CoursePage.objects.filter(translation_key=OuterRef("page_key"))
    in_the_making = Duplication.objects.filter(
        target=OuterRef("pk"), state=DuplicationState.UNDER_WAY
    )
    courses = Course.objects.filter(
        Exists(faces),
        ~Exists(in_the_making),
        owner__in=list(organisations),
        is_practice=True,
    )
    # The newest is put in last.
    return {course.owner_id: course for course in courses.order_by("pk")}


def newest_of(organisations: Iterable[Organisation]) -> dict[int, Duplication]:
    """{organisation id: how the practice course that it asked for last is coming}."""
    asked = Duplication.objects.filter(practice_for__in=list(organisations))
    return {one.practice_for_id: one for one in asked.order_by("asked_at", "pk")}


@dataclass(frozen=True)
class Cleared:
    """What clearing a practice course away takes: how many pages in all languages, and
    how many of those had changes that are not published. `learners` are in an edition
    of it, which they keep."""

    pages: int
    drafts: int
    learners: int


def what_is_cleared(course: Course) -> Cleared:
    """What is gone once a practice course is cleared away."""
    pages = Page.objects.none()
    for face in _faces(course.page_key):
        pages |= face.get_descendants(inclusive=True)
    return Cleared(
        pages.count(),
        pages.filter(has_unpublished_changes=True).count(),
        course.enrolments.count(),
    )


def clear_away(course: Course) -> None:
    """Its pages go. The row stays: an edition that somebody released refers to it."""
    for face in _faces(course.page_key):
        face.delete()


def free_code(organisation: Organisation) -> str:
    """The code of the next practice course of an organisation."""
    stem = f"practice-{organisation.code}"[:50]
    made = Course.objects.filter(owner=organisation, is_practice=True).count()
    return f"{stem}-{made + 1}"


def _faces(page_key: UUID) -> QuerySet[CoursePage]:
    return CoursePage.objects.filter(translation_key=page_key)
