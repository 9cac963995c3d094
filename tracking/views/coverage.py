from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.models import Course
from lms.requests import query_of, sort_links
from organisations.domain.employers import employer_of, oversees_employer
from organisations.enums import Level
from organisations.models import Organisation
from organisations.registries import organisation_pages
from organisations.rules import can_invite
from tracking.domain.coverage import courses_asked, people_of
from tracking.domain.listing import ORDERS, URGENCY
from tracking.domain.queries import course_title
from tracking.domain.saved_views import views_of
from tracking.enums import Standing
from tracking.forms import CoverageForm
from tracking.views.asked import course_asked, form_asked, organisation_seen
from tracking.views.kept_views import address_of

PER_PAGE = 50
# A standing as a chip of the interface.
CHIPS = {
    Standing.NOT_BEGUN: "neutral",
    Standing.ON_THE_WAY: "info",
    Standing.DUE_SOON: "warn",
    Standing.OVERDUE: "danger",
    Standing.COVERED: "ok",
    Standing.EXPIRING: "warn",
    Standing.EXEMPT: "neutral",
}


@login_required
@require_GET
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """Who of an organisation's people is covered on a day, who is not, what runs out."""
    organisation = organisation_seen(request, code)
    if not oversees_employer(request.user, organisation):
        # Whoever stands above an employer reads its figures, and no names.
        employer = employer_of(organisation)
        return redirect("tracking:figures", code=employer.code)
    form = form_asked(request, organisation)
    courses = courses_asked(organisation, form.day, known_at=form.known_at)
    course = course_asked(courses, form)
    context = {
        "organisation": organisation,
        "form": form,
        "day": form.day,
        "known_on": form.known_on,
        "is_today": form.day == timezone.localdate(),
        "may_invite": can_invite(request.user, organisation),
        "kept_views": [
            {"pk": one.pk, "name": one.name, "url": address_of(one, organisation)}
            for one in views_of(request.user, organisation)
        ],
        "may_look": _coordinates(request, organisation),
        "course": course,
        "more_pages": [
            (page.label, url)
            for page in organisation_pages
            if (url := page.url_for(request.user, organisation)) is not None
        ],
        "has_figures": organisation.level != Level.DEPARTMENT,
    }
    if course is not None:
        context |= _people(request, organisation, course, courses, form)
    return render(request, "tracking/coverage.html", context)


def _coordinates(request: HttpRequest, organisation: Organisation) -> bool:
    """Whether one may open the page of a person there."""
    own = Organisation.objects.coordinated_by(request.user)
    return own.filter(pk=organisation.pk).exists()


def _people(
    request: HttpRequest,
    organisation: Organisation,
    course: Course,
    courses: list[Course],
    form: CoverageForm,
) -> dict:
    narrowing, order = form.narrowing, form.order
    people = people_of(
        organisation,
        course,
        form.day,
        narrowing,
        order=order,
        known_at=form.known_at,
    )
    found = people.page(_number(request), PER_PAGE)
    # Only the numbers of pages: the rows are there.
    pages = Paginator(range(found.counts.of(narrowing.standing)), PER_PAGE)
    return {
        "counts": found.counts,
        "page": pages.get_page(request.GET.get("page")),
        "columns": form.shown_columns,
        "rows": [(row, CHIPS[row.standing]) for row in found.rows],
        "title": course_title(course, get_language()),
        "course_tabs": _course_tabs(request, courses, course),
        "standing_tabs": _standing_tabs(request, found.counts, narrowing.standing),
        "sort_links": sort_links(request, ORDERS, order),
        "is_narrowed": any((narrowing.sector, narrowing.department, narrowing.search)),
        "list_query": query_of(request, page=None),
    }


def _number(request: HttpRequest) -> int:
    """The page asked for, as a paginator understands it: 1 for what is no number."""
    try:
        return int(request.GET.get("page", 1))
    except ValueError:
        return 1


def _course_tabs(request, courses: list[Course], current: Course) -> list[dict]:
    return [
        {
            "label": course_title(course, get_language()),
            "url": query_of(request, course=course.code, page=None),
            "current": course == current,
        }
        for course in courses
    ]


def _standing_tabs(request, counts, current: str) -> list[dict]:
    labels = [("", _("Everybody")), *((one.value, one.label) for one in URGENCY)]
    return [
        {
            "label": f"{label} ({counts.of(value)})",
            "url": query_of(request, standing=value or None, page=None),
            "current": value == current,
        }
        for value, label in labels
    ]
