from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.models import Course
from lms.spreadsheet import csv_lines
from organisations.models import Organisation
from organisations.rules import can_invite
from tracking.domain.coverage import (
    ORDERS,
    URGENCY,
    Row,
    courses_asked,
    people_of,
)
from tracking.domain.queries import course_title
from tracking.enums import Standing
from tracking.forms import CoverageForm

PER_PAGE = 50
# A standing as a chip of the interface.
CHIPS = {
    Standing.NOT_BEGUN: "neutral",
    Standing.ON_THE_WAY: "info",
    Standing.DUE_SOON: "warn",
    Standing.OVERDUE: "danger",
    Standing.COVERED: "ok",
    Standing.EXPIRING: "warn",
}


@login_required
@require_GET
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """Who of an organisation's people is covered on a day, who is not, what runs out."""
    organisation = _organisation(request, code)
    form = _form(request, organisation)
    courses = courses_asked(organisation, form.day)
    course = _chosen(courses, form)
    context = {
        "organisation": organisation,
        "form": form,
        "day": form.day,
        "is_today": form.day == timezone.localdate(),
        "may_invite": can_invite(request.user, organisation),
        "course": course,
    }
    if course is not None:
        context |= _people(request, organisation, course, courses, form)
    return render(request, "tracking/coverage.html", context)


@login_required
@require_GET
def coverage_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The same people as a file: all of them, as they are filtered and sorted."""
    organisation = _organisation(request, code)
    form = _form(request, organisation)
    course = _chosen(courses_asked(organisation, form.day), form)
    response = StreamingHttpResponse(
        csv_lines(_csv_rows(organisation, course, form, get_language())),
        content_type="text/csv; charset=utf-8",
    )
    name = f"relay-{organisation.code}-{form.day.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _organisation(request: HttpRequest, code: str) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.user), code=code)


def _form(request: HttpRequest, organisation: Organisation) -> CoverageForm:
    form = CoverageForm(request.GET, organisation=organisation)
    form.full_clean()
    return form


def _chosen(courses: list[Course], form: CoverageForm) -> Course | None:
    """The course asked for, else the first one that is asked of anybody."""
    asked = form.cleaned_data.get("course")
    fitting = (course for course in courses if course.code == asked)
    return next(fitting, next(iter(courses), None))


def _people(
    request: HttpRequest,
    organisation: Organisation,
    course: Course,
    courses: list[Course],
    form: CoverageForm,
) -> dict:
    narrowing, order = form.narrowing, _order(form)
    people = people_of(organisation, course, form.day, narrowing, order=order)
    counts = people.counts()
    # Only the numbers of pages: the rows are fetched by place.
    page = Paginator(range(counts.of(narrowing.standing)), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return {
        "counts": counts,
        "page": page,
        "rows": [
            (row, CHIPS[row.standing])
            for row in people.page((page.number - 1) * PER_PAGE, PER_PAGE)
        ],
        "title": course_title(course, get_language()),
        "course_tabs": _course_tabs(request, courses, course),
        "standing_tabs": _standing_tabs(request, counts, narrowing.standing),
        "sort_links": _sort_links(request, order),
        "is_narrowed": any((narrowing.sector, narrowing.department, narrowing.search)),
        "csv_query": _query(request, page=None),
    }


def _order(form: CoverageForm) -> str:
    order = form.cleaned_data.get("sort", "")
    return order if order.removeprefix("-") in ORDERS else "standing"


def _csv_rows(organisation, course, form, language):
    # The lines are written after the request's language is gone.
    with override(language):
        heads = (
            _("Name"),
            _("Department"),
            _("Sector"),
            _("Standing"),
            _("Due"),
            _("Certified until"),
            _("As of"),
        )
        yield heads
        if course is None:
            return
        people = people_of(
            organisation, course, form.day, form.narrowing, order=_order(form)
        )
        for row in people:
            yield _cells(row, form.day)


def _cells(row: Row, day) -> tuple:
    until = row.certified_until
    return (
        row.name,
        row.department,
        row.sector,
        row.standing.label,
        row.due_on.isoformat(),
        until.isoformat() if until else "",
        day.isoformat(),
    )


def _course_tabs(request, courses: list[Course], current: Course) -> list[dict]:
    return [
        {
            "label": course_title(course, get_language()),
            "url": _query(request, course=course.code, page=None),
            "current": course == current,
        }
        for course in courses
    ]


def _standing_tabs(request, counts, current: str) -> list[dict]:
    labels = [("", _("Everybody")), *((one.value, one.label) for one in URGENCY)]
    return [
        {
            "label": f"{label} ({counts.of(value)})",
            "url": _query(request, standing=value or None, page=None),
            "current": value == current,
        }
        for value, label in labels
    ]


def _sort_links(request, order: str) -> dict[str, dict]:
    """For each column: where its heading leads, and how it is sorted now."""
    links = {}
    for key in ORDERS:
        rising = order == key
        links[key] = {
            "url": _query(request, sort=f"-{key}" if rising else key, page=None),
            "state": "ascending"
            if rising
            else "descending"
            if order == f"-{key}"
            else "",
        }
    return links


def _query(request: HttpRequest, **changes: str | None) -> str:
    """The page's own address with other parameters; None leaves one out."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"
