"""How an employer stands beside others like it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from organisations.domain.employers import oversees_employer
from tracking.domain.coverage import courses_asked
from tracking.domain.queries import course_title
from tracking.domain.rolled.benchmark import FEWEST_OTHERS, benchmark_of
from tracking.views.figures.frame import body_of, chosen_course, course_tabs, tabs


@login_required
@require_safe
def benchmark(request: HttpRequest, code: str) -> HttpResponse:
    """One's own share beside the quartiles of others; of oneself alone."""
    body = body_of(request, code)
    # A body above would learn of an employer what only that one may compare.
    if not oversees_employer(request.user, body):
        raise Http404
    day = timezone.localdate()
    courses = courses_asked(body, day)
    course = chosen_course(request, courses)
    return render(
        request,
        "tracking/figures/benchmark.html",
        {
            "organisation": body,
            "day": day,
            "course": course,
            "title": course and course_title(course, get_language()),
            "course_tabs": course_tabs(request, courses, course),
            "tabs": tabs(request, body, "benchmark"),
            "found": course and benchmark_of(body, course, day),
            "fewest": FEWEST_OTHERS,
        },
    )
