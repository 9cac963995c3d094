"""Programmes and learning paths: how courses belong together."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from courses.domain.paths import enrol_in_next, journey_of
from courses.domain.programmes import parts_of
from courses.models import LearningPath, Programme
from courses.views.sign_in import sign_in_first
from lms.errors import DomainError
from lms.texts import said


@require_safe
def programme(request, code):
    """A programme: its courses, for whom each is, and how they link."""
    found = get_object_or_404(
        Programme.objects.published().select_related("owner"), code=code
    )
    language = get_language()
    return render(
        request,
        "courses/programme.html",
        {
            "programme": found,
            "name": said(found.names, language),
            "description": said(found.descriptions, language),
            "parts": parts_of(found, request.user, language=language),
        },
    )


@require_safe
def path(request, code):
    """A learning path: its steps, where one is, and one next thing."""
    found = get_object_or_404(
        LearningPath.objects.published().select_related("owner"), code=code
    )
    journey = journey_of(
        found, request.user, now=timezone.now(), language=get_language()
    )
    return render(request, "courses/path.html", {"path": found, "journey": journey})


@require_POST
@sign_in_first("courses:path", "code")
def begin_path(request, code):
    """Go on along a path: into its next course."""
    found = get_object_or_404(LearningPath.objects.published(), code=code)
    try:
        enrolment = enrol_in_next(
            found, request.user, now=timezone.now(), language=get_language()
        )
    except DomainError as problem:
        messages.error(request, problem.message)
        page = reverse("courses:path", args=[code])
        if problem.code == "sector":
            profile = reverse("organisations:profile")
            return redirect(f"{profile}?{urlencode({'next': page})}")
        return redirect(page)
    return redirect("courses:resume", enrolment.course.code)
