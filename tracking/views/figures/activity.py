"""The activity report of a funding line, or a pilot."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.requests import query_of
from lms.small_numbers import Group, Range, in_fives
from organisations.domain.employers import oversees_employer
from organisations.domain.flags import lines_within
from organisations.enums import FlagKind
from organisations.models import Organisation
from tracking.domain.rolled.activity import Activity, activity_of
from tracking.views.figures.frame import body_of, tabs
from tracking.views.figures.words import number
from tracking.views.frame import as_file


@login_required
@require_safe
def activity(request: HttpRequest, code: str) -> HttpResponse:
    """What was done on a line: for whoever pays for it."""
    body = body_of(request, code)
    lines = lines_within(body)
    found = _chosen(request, body, lines)
    context = {
        "organisation": body,
        "day": timezone.localdate(),
        "tabs": tabs(request, body, "activity"),
        "may_flag": Organisation.objects.coordinated_by(request.user)
        .filter(pk=body.pk)
        .exists(),
        "line_tabs": [
            {
                "label": f"{name} ({FlagKind(kind).label})",
                "url": query_of(request, line=f"{kind}:{name}"),
                "current": (kind, name.casefold()) == _asked(request, lines),
            }
            for kind, name in lines
        ],
    }
    if found is not None:
        context |= _words(found, _may_be_exact(request, found)) | {
            "csv_query": query_of(request)
        }
    return render(request, "tracking/figures/activity.html", context)


@login_required
@require_safe
def activity_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a file; 404 where no line is marked."""
    body = body_of(request, code)
    found = _chosen(request, body, lines_within(body))
    if found is None:
        raise Http404
    day = timezone.localdate()
    words = _words(found, _may_be_exact(request, found))
    rows = _csv_rows(words, day, get_language())
    return as_file(rows, f"{body.code}-{slugify(found.name) or 'line'}", day)


def _asked(
    request: HttpRequest, lines: list[tuple[str, str]]
) -> tuple[str, str] | None:
    """(kind, name in small letters) of the line asked for, else of the first one."""
    kind, _colon, name = request.GET.get("line", "").partition(":")
    known = [(one, other.casefold()) for one, other in lines]
    asked = kind, name.casefold()
    return asked if asked in known else next(iter(known), None)


def _chosen(
    request: HttpRequest, body: Organisation, lines: list[tuple[str, str]]
) -> Activity | None:
    asked = _asked(request, lines)
    return asked and activity_of(body, *asked, today=timezone.localdate())


def _may_be_exact(request: HttpRequest, found: Activity) -> bool:
    """Whether the reader looks after the people of all of them, and may know each."""
    return all(
        oversees_employer(request.user, one.organisation) for one in found.shares
    )


def _words(found: Activity, exact: bool) -> dict:
    shares = [
        {
            "name": str(one.organisation),
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
            **_pair(one.people, exact),
            "hours": _hours(one.hours, exact),
        }
        for one in found.shares
    ]
    quarters = [
        {
            "label": _("%(year)s, quarter %(quarter)s")
            % {"year": year, "quarter": quarter},
            "people": _count(people, exact),
            "certified": _count(certified, exact),
        }
        for (year, quarter), (people, certified) in found.quarters.items()
    ]
    return {
        "name": found.name,
        "whole": {
            **_pair(found.people, exact),
            "hours": _hours(found.hours, exact),
        },
        "shares": shares,
        "quarters": quarters,
        "unknown_hours": found.unknown_hours,
        "exact": exact,
    }


def _pair(people: Group, exact: bool) -> dict[str, str]:
    return {
        "people": _told(people.size_told, exact),
        "certified": _told(people.met_told, exact),
    }


def _told(told: Range, exact: bool) -> str:
    return str(told.least) if exact and told.is_known else number(told)


def _count(count: int | None, exact: bool) -> str:
    if count is None:
        return _("not told")
    return str(count if exact else in_fives(count))


def _hours(hours: int | None, exact: bool) -> str:
    if hours is None:
        return _("not known")
    return str(hours if exact else in_fives(hours))


def _csv_rows(words: dict, day, language: str):
    # The lines are written after the request's language is gone.
    with override(language):
        yield (
            _("Line"),
            _("Organisation"),
            _("From"),
            _("Until: the last day"),
            _("Period"),
            _("People trained"),
            _("With a certificate"),
            _("Hours"),
            _("As of"),
        )
        name, today = words["name"], day.isoformat()
        whole = words["whole"]
        yield name, "", "", "", "", *_cells(whole), today
        for one in words["shares"]:
            last = one["ends_on"] and one["ends_on"].isoformat()
            first = one["starts_on"].isoformat()
            yield name, one["name"], first, last, "", *_cells(one), today
        for one in words["quarters"]:
            yield name, "", "", "", one["label"], *_cells(one), today


def _cells(one: dict) -> tuple:
    return one["people"], one["certified"], one.get("hours", "")
