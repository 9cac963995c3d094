"""Courses to practise in, in the content admin."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain.duplicating import ask_for_practice_course
from courses.domain.practice import (
    newest_of,
    practice_course_of,
    practice_courses_of,
    what_is_cleared,
)
from courses.enums import DuplicationState
from courses.models import Course
from courses.views.faces import first_faces, pages_url, url_of
from courses.views.long_work import copying_answer
from lms.errors import DomainError
from organisations.domain.groups import GROUP_OF_ROLE
from organisations.models import Organisation
from organisations.policies import organisations_where


@require_safe
def practice(request):
    """The practice course of each organisation one writes for, and how far the one is
    that is being made."""
    organisations = list(_written_for(request.user))
    courses = practice_courses_of(organisations)
    faces = first_faces(courses.values())
    asked = newest_of(organisations)
    rows = []
    for organisation in organisations:
        course, newest = courses.get(organisation.pk), asked.get(organisation.pk)
        rows.append(
            {
                "organisation": organisation,
                "heading": f"organisation-{organisation.pk}",
                "course": course,
                "url": url_of(faces.get(course.page_key)) if course else "",
                "newest": newest,
                "is_under_way": bool(newest)
                and newest.state == DuplicationState.UNDER_WAY,
            }
        )
    return TemplateResponse(request, "courses/admin/practice.html", {"rows": rows})


@require_safe
def practice_progress(request, pk):
    """How far the practice course is that is being made, for the page's script."""
    organisation = get_object_or_404(_written_for(request.user), pk=pk)
    newest = newest_of([organisation]).get(organisation.pk)
    is_under_way = newest is not None and newest.state == DuplicationState.UNDER_WAY
    return copying_answer(newest if is_under_way else None)


@require_http_methods(["GET", "HEAD", "POST"])
def start_practice(request, pk):
    """Have a practice course made, or a fresh one in place of the one there is, after
    asking: what is cleared away does not come back."""
    organisation = get_object_or_404(_written_for(request.user), pk=pk)
    former = practice_course_of(organisation)
    if request.method != "POST" or (former and "confirmed" not in request.POST):
        return _ask_before_clearing(request, organisation, former)
    try:
        ask_for_practice_course(organisation, actor=request.user, now=timezone.now())
    except DomainError as problem:
        messages.error(request, problem.message)
    return redirect("practice_courses")


def _ask_before_clearing(request, organisation, former):
    if former is None:
        return redirect("practice_courses")
    return TemplateResponse(
        request,
        "courses/admin/practice_clear.html",
        {
            "organisation": organisation,
            "course": former,
            "url": pages_url(former),
            "lost": what_is_cleared(former),
        },
    )


def _written_for(user):
    if user.is_superuser:
        return Organisation.objects.filter(
            pk__in=Course.objects.values("owner")
        ).order_by("name")
    return organisations_where(user, GROUP_OF_ROLE).order_by("name")
