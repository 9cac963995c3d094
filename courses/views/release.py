"""Releasing an edition from the content admin: what it would hold, then the act."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses import registries
from courses.domain.balance import balance_of_course
from courses.domain.editions.drafting import draft_edition
from courses.domain.editions.releasing import release_edition
from courses.forms import ReleaseForm
from courses.models import Course
from courses.rules import can_release_edition
from lms.errors import DomainError

PROPOSED = ("significance", "note")


@require_http_methods(["GET", "POST"])
def release(request, pk):
    """Show what the next edition would hold, and release it."""
    course = get_object_or_404(Course.objects.select_related("current_edition"), pk=pk)
    if not can_release_edition(request.user, course):
        raise Http404
    now = timezone.now()
    form = ReleaseForm(
        request.POST or None,
        # Another page may propose an edition and say why; a person decides here.
        initial={name: request.GET[name] for name in PROPOSED if name in request.GET},
    )
    if request.method == "POST" and form.is_valid():
        try:
            edition = release_edition(
                course,
                significance=form.cleaned_data["significance"],
                note=form.cleaned_data["note"],
                actor=request.user,
                now=now,
            )
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(
                request,
                _("Edition %(number)s is released in: %(languages)s.")
                % {
                    "number": edition.number,
                    "languages": ", ".join(edition.languages),
                },
            )
            return redirect("course_release", pk)
    draft, problem = None, ""
    try:
        draft = draft_edition(course, now=now)
    except DomainError as error:
        problem = error.message
    return TemplateResponse(
        request,
        "courses/admin/release.html",
        {
            "course": course,
            "form": form,
            "draft": draft,
            "problem": problem,
            "balance": balance_of_course(course),
            "effects": [
                row for effect in registries.release_effects for row in effect(course)
            ],
            "editions": course.editions.select_related("released_by"),
        },
    )
