"""A course made from another, and courses to practise in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.domain.duplication import duplicate_course
from courses.domain.practice import make_practice_course, practice_course_of
from courses.forms import DuplicateForm
from courses.models import Course, CoursePage
from courses.rules import can_duplicate
from lms.errors import DomainError
from lms.publishing import NotPublishableError
from organisations.domain.groups import GROUP_OF_ROLE
from organisations.models import Organisation
from organisations.policies import organisations_where


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request, pk):
    """Ask what the copy is called and whose it is, then make it."""
    course = get_object_or_404(Course, pk=pk)
    if not can_duplicate(request.user, course):
        raise Http404
    face = _first_face(course)
    form = DuplicateForm(
        request.POST or None,
        user=request.user,
        initial={"title": face.title if face else "", "owner": course.owner_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            copy = duplicate_course(course, actor=request.user, **form.cleaned_data)
        except NotPublishableError as refused:
            for reason in refused.reasons:
                form.add_error("keep_live", f"“{refused.instance}”: {reason}")
        except DomainError as problem:
            form.add_error(
                "code" if problem.code == "code_taken" else None, problem.message
            )
        else:
            messages.success(
                request, _("“%(code)s” is made. Here are its pages.") % {"code": copy}
            )
            return redirect(_pages_url(copy))
    return TemplateResponse(
        request,
        "courses/admin/duplicate.html",
        {"course": course, "form": form, "has_pages": face is not None},
    )


@require_safe
def practice(request):
    """The practice course of each organisation one writes for."""
    return TemplateResponse(
        request,
        "courses/admin/practice.html",
        {
            "rows": [
                {"organisation": organisation, "course": course, "url": url}
                for organisation in _written_for(request.user)
                for course in [practice_course_of(organisation)]
                for url in [_pages_url(course) if course else ""]
            ]
        },
    )


@require_POST
def start_practice(request, pk):
    """Make a practice course, or a fresh one in place of the one there is."""
    organisation = get_object_or_404(_written_for(request.user), pk=pk)
    try:
        course = make_practice_course(
            organisation, actor=request.user, now=timezone.now()
        )
    except DomainError as problem:
        messages.error(request, problem.message)
        return redirect("practice_courses")
    messages.success(
        request, _("Your practice course is ready. Nothing you do in it can harm.")
    )
    return redirect(_pages_url(course))


def _written_for(user):
    if user.is_superuser:
        return Organisation.objects.filter(
            pk__in=Course.objects.values("owner")
        ).order_by("name")
    return organisations_where(user, GROUP_OF_ROLE).order_by("name")


def _first_face(course: Course) -> CoursePage | None:
    pages = CoursePage.objects.filter(translation_key=course.page_key, alias_of=None)
    return pages.order_by("pk").first()


def _pages_url(course: Course) -> str:
    face = _first_face(course)
    return (
        reverse("wagtailadmin_explore", args=[face.pk])
        if face
        else reverse("courses_course:index")
    )
