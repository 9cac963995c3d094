"""The report of trainers: how many there are, and what they gave."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from lms.requests import query_of, sort_links
from lms.spreadsheet import csv_lines
from trainers.domain.report.counting import report_of
from trainers.domain.report.scope import is_exact, scope_of, scopes_for
from trainers.views.frame import private
from trainers.views.shown_report import (
    ORDERS,
    Words,
    file_rows,
    label_of,
    programmes_in,
    shown_kinds,
    shown_line,
    shown_territories,
    shown_year,
    territories_in_order,
)

PER_PAGE = 50


@private
@login_required
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Of what (`of`), in which `language`, `on` which day."""
    return render(request, "trainers/report.html", _shown(request))


@private
@login_required
@require_safe
def report_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file; 404 for whoever has none."""
    shown = _shown(request)
    if shown["scope"] is None:
        raise Http404
    found, words = shown["report"], Words(shown["is_exact"], is_plain=True)
    rows = file_rows(
        shown_line(found.whole, words),
        shown_territories(request, shown["ordered"], shown["scope"], words),
        shown_kinds(found, shown["programmes"], words),
        [shown_year(one, words) for one in found.years],
    )
    response = StreamingHttpResponse(
        csv_lines(rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = (
        f'attachment; filename="relay-trainers-{shown["day"].isoformat()}.csv"'
    )
    return response


def _shown(request: HttpRequest) -> dict:
    """Raises Http404 for a scope that does not exist for somebody."""
    choices = scopes_for(request.user)
    today = timezone.localdate()
    day = _day(request, today)
    scope = next(iter(choices), None)
    if asked := request.GET.get("of"):
        scope = scope_of(request.user, asked)
        if scope is None:
            raise Http404
    if scope is None:
        return {"scope": None}
    if scope.key not in {one.key for one in choices}:
        choices.append(scope)
    language = request.GET.get("language", "")
    language = language if language in dict(settings.LANGUAGES) else ""
    found = report_of(scope, day, now=timezone.now(), language=language)
    words = Words(is_exact(request.user, scope))
    programmes = programmes_in(found)
    sort = request.GET.get("sort", "")
    sort = sort if sort.removeprefix("-") in ORDERS else "name"
    ordered = territories_in_order(found, sort, words)
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "scope": scope,
        "name": label_of(scope),
        "choices": [(one.key, label_of(one)) for one in choices],
        "languages": settings.LANGUAGES,
        "language": language,
        "day": day,
        "today": today,
        "is_today": day == today,
        "report": found,
        "programmes": programmes,
        "is_exact": words.is_exact,
        "whole": shown_line(found.whole, words),
        "is_empty": not found.whole.trained,
        "ordered": ordered,
        "page": page,
        "sort_links": sort_links(request, ORDERS, sort),
        "territories": shown_territories(request, page, scope, words),
        # One that is all there is says nothing more, unless there is more below it.
        "has_territories": len(ordered) > 1
        or (scope.body and any(place.pk != scope.body.pk for place, _line in ordered)),
        "kinds": shown_kinds(found, programmes, words),
        "years": [shown_year(one, words) for one in found.years],
        "file_query": query_of(request),
    }


def _day(request: HttpRequest, today: date) -> date:
    """The day asked for: none that is to come, of which nobody knows what was given."""
    try:
        asked = parse_date(request.GET.get("on", ""))
    except ValueError:
        asked = None
    return min(asked or today, today)
