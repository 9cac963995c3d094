"""Everybody who was trained in a programme, for its owner: who led nothing yet, who is
silent, who asks for help."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.requests import query_of, sort_links
from lms.spreadsheet import csv_lines
from trainers.domain.implementation.reading import (
    ORDERS,
    SHOWS,
    Trained,
    called,
    in_order,
    summary_of,
    trained_in,
)
from trainers.domain.reading import programmes_of
from trainers.views.frame import private
from trainers.views.shown_plans import file_rows

PER_PAGE = 30


@private
@login_required
@require_safe
def following(request, code):
    """Who was trained, by `show`, `q`, `sort` and `page`."""
    programme = get_object_or_404(programmes_of(request.user), code=code)
    today = timezone.localdate()
    everybody = trained_in(programme, today)
    found, show, search, sort = _chosen(request, everybody)
    rows = in_order([one for one in found if one.is_among(show)], sort)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "trainers/plans/following.html",
        {
            "programme": programme,
            "is_empty": not everybody,
            "summary": summary_of(everybody, today),
            "tabs": _tabs(request, found, show),
            "show": show,
            "search": search,
            "sort_links": sort_links(request, ORDERS, sort),
            "page": page,
            "rows": list(page),
            "file_query": query_of(request, page=None),
        },
    )


@private
@login_required
@require_safe
def following_csv(request, code):
    """The same people as a file, all pages at once."""
    programme = get_object_or_404(programmes_of(request.user), code=code)
    today = timezone.localdate()
    found, show, _search, sort = _chosen(request, trained_in(programme, today))
    rows = in_order([one for one in found if one.is_among(show)], sort)
    response = StreamingHttpResponse(
        csv_lines(file_rows(rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = (
        f'attachment; filename="relay-follow-up-{today.isoformat()}.csv"'
    )
    return response


def _chosen(request, everybody: list[Trained]):
    """(those called so, show, search, sort) as the address asks; what it does not know it
    leaves out of account."""
    search = " ".join(request.GET.get("q", "").split())
    show = request.GET.get("show", "")
    sort = request.GET.get("sort", "")
    return (
        called(everybody, search),
        show if show in SHOWS else "",
        search,
        sort if sort.removeprefix("-") in ORDERS else "name",
    )


def _tabs(request, found: list[Trained], show: str) -> list[dict]:
    labels = {
        "": _("All (%(number)s)"),
        "nothing": _("Led nothing yet (%(number)s)"),
        "waits": _("Answer waits (%(number)s)"),
        "help": _("Help asked (%(number)s)"),
    }
    return [
        {
            "label": label % {"number": sum(one.is_among(word) for one in found)},
            "url": query_of(request, show=word or None, page=None),
            "current": word == show,
        }
        for word, label in labels.items()
    ]
