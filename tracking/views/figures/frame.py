"""What the pages of figures share."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.models import Course
from lms.requests import query_of
from organisations.domain.employers import oversees_employer
from organisations.enums import Level
from organisations.models import Organisation
from tracking.domain.queries import course_title


def body_of(request: HttpRequest, code: str) -> Organisation:
    """An employer, or a body above employers, that the reader oversees. Departments have
    no figures of their own: those would be small."""
    return get_object_or_404(
        Organisation.objects.visible_to(request.user).exclude(level=Level.DEPARTMENT),
        code=code,
    )


def tabs(request: HttpRequest, body: Organisation, current: str) -> list[dict]:
    """The pages of figures beside each other; those of an employer alone for it."""
    pages = [
        ("figures", _("Coverage")),
        ("trained", _("People trained")),
        ("activity", _("Activity report")),
    ]
    if oversees_employer(request.user, body):
        pages += [
            ("benchmark", _("Beside others")),
            ("attestation", _("For the council")),
        ]
    return [
        {
            "label": label,
            "url": reverse(f"tracking:{name}", args=[body.code]),
            "current": name == current,
        }
        for name, label in pages
    ]


def chosen_course(request: HttpRequest, courses: list[Course]) -> Course | None:
    """The course asked for, else the first one that is asked of anybody."""
    asked = request.GET.get("course")
    fitting = (course for course in courses if course.code == asked)
    return next(fitting, next(iter(courses), None))


def course_tabs(
    request: HttpRequest, courses: list[Course], current: Course | None
) -> list[dict]:
    """The courses that are asked, beside each other."""
    return [
        {
            "label": course_title(one, get_language()),
            "url": query_of(request, course=one.code),
            "current": one == current,
        }
        for one in courses
    ]
