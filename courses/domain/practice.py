"""A course to practise in: everything in it may be broken."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.duplication import duplicate_course
from courses.models import Course, CoursePage
from lms import audit
from lms.errors import DomainError
from organisations.models import Organisation

# The starter course that shows every kind of block; a practice course is made from it.
SOURCE = "showcase"


def practice_course_of(organisation: Organisation) -> Course | None:
    """The course an organisation practises in now; None before it has one."""
    faces = CoursePage.objects.values("translation_key")
    return (
        Course.objects.filter(owner=organisation, is_practice=True, page_key__in=faces)
        .order_by("-pk")
        .first()
    )


@transaction.atomic
def make_practice_course(organisation: Organisation, *, actor, now: datetime) -> Course:
    """A fresh practice course; the one there was is cleared away with all its pages.

    Nobody but the organisation's authors can take it, and it gives no certificate.
    Raises DomainError "no_source" where the starter course it is made from is missing.
    """
    # Two who ask at once: the second clears away what the first got, and both have one.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    source = Course.objects.filter(code=SOURCE).first()
    if source is None:
        raise DomainError(
            _("The starter course that practice is made from is not loaded here."),
            code="no_source",
        )
    former = practice_course_of(organisation)
    if former is not None:
        _clear_away(former)
    course = duplicate_course(
        source,
        code=_free_code(organisation),
        title=_("Practice course of %(organisation)s") % {"organisation": organisation},
        owner=organisation,
        actor=actor,
        keep_live=True,
        is_practice=True,
    )
    audit.record(
        "courses.practice_made",
        actor=actor,
        subject=course,
        now=now,
        organisation=organisation,
        data={"cleared": former.code if former else None},
    )
    return course


def _clear_away(course: Course) -> None:
    """Its pages go. The row stays: an edition that somebody released refers to it."""
    for face in CoursePage.objects.filter(translation_key=course.page_key):
        face.delete()


def _free_code(organisation: Organisation) -> str:
    stem = f"practice-{organisation.code}"[:50]
    made = Course.objects.filter(owner=organisation, is_practice=True).count()
    return f"{stem}-{made + 1}"
