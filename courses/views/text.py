"""The text version of a course."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses.domain.progress import way_through
from courses.domain.queries import enrolment_for
from courses.domain.text_version import text_of


@login_required
@require_safe
def text_version(request, code):
    """All that a learner reads in a course, on one page."""
    enrolment = enrolment_for(request.user, code)
    if enrolment is None:
        raise Http404
    way = way_through(enrolment, language=get_language())
    return render(
        request,
        "courses/text.html",
        {
            "code": code,
            "way": way,
            "fallback": way.fallback,
            "title": way.text(way.outline.course["title"]),
            "summary": way.text(way.outline.course["summary"]),
            "modules": text_of(way, code=code, now=timezone.now()),
        },
    )
