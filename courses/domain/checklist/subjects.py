"""Of which course a thing is part, and for whom it is written.

Lower floors know pages; what else is part of a course, such as a question, is told by
the app that has it.
"""

from collections.abc import Callable

from django.db import models
from django.db.models import Q
from wagtail.models import Page

from courses.enums import Audience
from courses.models import (
    Course,
    LocalLesson,
    Placement,
    Vignette,
    VignettePlacement,
)
from courses.models.pages import LearningPage

# Model -> (thing) -> its course or None.
course_sources: dict[type[models.Model], Callable[[models.Model], Course | None]] = {}


def course_of(thing: models.Model) -> Course | None:
    """The course a page or question is part of; None for what is part of none."""
    for model, source in course_sources.items():
        if isinstance(thing, model):
            return source(thing)
    return None


def course_of_page(page: Page) -> Course | None:
    # Who reads a whole course says so: asking for each of its pages takes a query.
    if (known := getattr(page, "known_course", None)) is not None:
        return known
    # A page that is being written has no place yet, but what it will hang below.
    place = page if page.path else getattr(page, "parent_to_be", None)
    if place is None:
        return None
    above = Page.objects.ancestor_of(place, inclusive=True).values("translation_key")
    # The course page itself may not be written yet either, as when it is copied.
    return Course.objects.filter(
        Q(page_key__in=above) | Q(page_key=page.translation_key)
    ).first()


def audience_of(thing: models.Model) -> str:
    """Whom a thing speaks to. What may be shown anywhere, such as a fact, is written
    for professionals, and looked at again where others read it."""
    course = course_of(thing)
    return course.audience if course else Audience.PROFESSIONALS


def course_of_local_lesson(lesson: LocalLesson) -> Course | None:
    """The one to which its organisation has added it, if it has."""
    return Course.objects.filter(
        pk__in=Placement.objects.filter(lesson_key=lesson.translation_key).values(
            "overlay__course"
        )
    ).first()


def course_of_local_vignette(vignette: Vignette) -> Course | None:
    """The one to which its organisation has added it; of several, the one for whom the
    checklist is the strictest."""
    placed = VignettePlacement.objects.filter(vignette_key=vignette.translation_key)
    courses = Course.objects.filter(pk__in=placed.values("overlay__course"))
    return min(
        courses.order_by("pk"),
        key=lambda course: course.audience == Audience.PROFESSIONALS,
        default=None,
    )


course_sources[LearningPage] = course_of_page
course_sources[LocalLesson] = course_of_local_lesson
course_sources[Vignette] = course_of_local_vignette
