"""What a coverage page was asked for: its address says it, and so does that of whatever
starts from it."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from courses.models import Course
from organisations.models import Organisation
from tracking.domain.coverage import courses_asked
from tracking.forms import CoverageForm


def organisation_seen(request: HttpRequest, code: str) -> Organisation:
    """An organisation whose staff the reader may see; 404 for any other."""
    return get_object_or_404(Organisation.objects.visible_to(request.user), code=code)


def form_asked(request: HttpRequest, organisation: Organisation) -> CoverageForm:
    """The choice, as far as it is possible."""
    form = CoverageForm(request.GET, organisation=organisation)
    form.full_clean()
    return form


def course_asked(courses: list[Course], form: CoverageForm) -> Course | None:
    """The course asked for, else the first one that is asked of anybody."""
    asked = form.cleaned_data.get("course")
    fitting = (course for course in courses if course.code == asked)
    return next(fitting, next(iter(courses), None))


def course_asked_today(organisation: Organisation, form: CoverageForm) -> Course:
    """The same of what is asked today; 404 where nothing is."""
    course = course_asked(courses_asked(organisation, timezone.localdate()), form)
    if course is None:
        raise Http404
    return course
