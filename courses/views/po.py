"""A course's sentences as a PO file in the content admin: out, and in after a look."""

import base64

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain.languages.po import (
    LARGEST,
    Reading,
    import_po,
    read_po,
    write_po,
)
from courses.models import Course
from courses.rules import can_author
from lms.errors import DomainError
from lms.requests import given_file

# Of what a file would change, this many sentences are shown.
SHOWN = 200
# Names of the fields of a form that say which of two texts stays.
CHOICE = "choice-"


@require_safe
def export(request, pk, language):
    """All sentences of a course that were submitted for translation, as one file."""
    course = _course(request, pk, language)
    response = HttpResponse(
        write_po(course, language), content_type="text/x-gettext-translation"
    )
    name = f"relay-{course.code}-{language}.po"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def take(request, pk, language):
    """Read a file in: what it would change, then the act on the very same file."""
    course = _course(request, pk, language)
    reading, problem, data = None, "", b""
    if request.method == "POST":
        try:
            data = given_file(request, most=LARGEST)
            if "confirmed" in request.POST:
                reading = import_po(
                    course,
                    language,
                    data,
                    actor=request.user,
                    now=timezone.now(),
                    chosen=chosen_in(request.POST),
                )
                messages.success(request, told_of(reading))
                if not reading.conflicts:
                    address = reverse("course_languages", args=[pk])
                    return redirect(f"{address}?language={language}")
            reading = read_po(course, language, data)
        except DomainError as error:
            problem = error.message
    return TemplateResponse(
        request,
        "courses/admin/languages/po.html",
        {
            "course": course,
            "language": language,
            "language_name": settings.RELAY_LANGUAGE_NAMES[language],
            "problem": problem,
            **(shown_reading(reading) if reading else {}),
            "data": base64.b64encode(data).decode() if reading else "",
        },
        status=422 if problem else 200,
    )


def told_of(reading: Reading) -> str:
    """What was taken over, in words."""
    count = len(reading.fresh) + len(reading.changed)
    told = ngettext(
        "%(count)s sentence is taken over. What is published is as it was.",
        "%(count)s sentences are taken over. What is published is as it was.",
        count,
    )
    return told % {"count": count}


def shown_reading(reading: Reading) -> dict:
    """What a page shows of what a file would change."""
    return {
        "reading": reading,
        "count": len(reading.fresh) + len(reading.changed),
        "entries": [*reading.changed, *reading.fresh][:SHOWN],
        "conflicts": reading.conflicts[:SHOWN],
        "rejected": reading.rejected[:SHOWN],
    }


def chosen_in(data) -> dict[str, str]:
    """What a person said of each sentence that was translated twice, as import_po takes
    it; nothing of those about which they said nothing."""
    return {
        name.removeprefix(CHOICE): value
        for name, value in data.items()
        if name.startswith(CHOICE)
    }


def _course(request, pk, language) -> Course:
    course = get_object_or_404(Course.objects.select_related("owner"), pk=pk)
    if not can_author(request.user, course):
        raise Http404
    if language not in settings.RELAY_LANGUAGE_NAMES:
        raise Http404
    return course
