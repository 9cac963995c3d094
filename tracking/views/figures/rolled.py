"""Figures of a body and the employers below it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.models import Course
from lms.requests import query_of, sort_links
from lms.small_numbers import FEWEST
from organisations.domain.employers import oversees_employer
from organisations.models import Sector
from tracking.domain.counts.sources import Kept, Live
from tracking.domain.queries import course_title
from tracking.domain.rolled.covering import Rolled, Slice
from tracking.views.figures.counts import days_asked, shown
from tracking.views.figures.frame import body_of, chosen_course, course_tabs, tabs
from tracking.views.figures.words import Told, number, told_of, told_of_slice
from tracking.views.frame import as_file

SORTS = ("name", "asked", "share")


@login_required
@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """How many of all who are asked hold it: by body below, sector, month; no names."""
    body = body_of(request, code)
    seen = shown(request, body, days_asked(request), page="figures")
    courses = seen.source.courses() if seen.source else []
    course = chosen_course(request, courses)
    context = {
        "organisation": body,
        "course": course,
        "shows_names": oversees_employer(request.user, body),
        "tabs": tabs(request, body, "figures"),
        **seen.context,
    }
    if course is not None:
        context |= _figures(request, seen.source, course, courses)
    return render(request, "tracking/figures/rolled.html", context)


@login_required
@require_safe
def figures_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The same figures as a file: every body below, by sector too. Where they are not
    counted yet, the page that says so."""
    body = body_of(request, code)
    seen = shown(request, body, days_asked(request), page="figures")
    if seen.source is None:
        return redirect(
            f"{reverse('tracking:figures', args=[code])}{query_of(request)}"
        )
    course = chosen_course(request, seen.source.courses())
    rolled = seen.source.rolled(course) if course else None
    return as_file(
        _csv_rows(rolled, course, seen.day, get_language()),
        f"{body.code}-figures",
        seen.day,
    )


def _figures(
    request: HttpRequest, source: Live | Kept, course: Course, courses: list[Course]
) -> dict:
    found = source.figures(course)
    rolled, trend = found.rolled, found.trend
    sectors = {sector.pk: sector for sector in Sector.objects.all()}
    sector = sectors.get(request.GET.get("sector", ""))
    sort = request.GET.get("sort", "name")
    was_asked = any(group.size for _end, group in trend or ())
    return {
        "title": course_title(course, get_language()),
        "course_tabs": course_tabs(request, courses, course),
        "whole": told_of(rolled.group),
        "sector": sector,
        "sector_choices": [sectors[key] for key in sectors if key in rolled.sectors],
        "rows": _sorted(
            [_row(one, sector) for one in rolled.parts if one.group.size], sort
        ),
        "not_asked": sum(not one.group.size for one in rolled.parts),
        "sort_links": sort_links(request, SORTS, sort),
        "sectors": [
            {"label": str(sectors[key]), "told": told_of_slice(rolled.sectors[key])}
            for key in sectors
            if is_there(rolled.sectors.get(key))
        ],
        "trend": [
            {"day": end, "told": told_of(group)}
            for end, group in trend or ()
            if was_asked
        ],
        "trend_is_kept": found.is_kept,
        "ending": rolled.group.met
        and bars(
            [(date_format(month, "F Y"), told) for month, told in found.ending.items()]
        ),
        "csv_query": query_of(request, sector=None, sort=None),
    }


def is_there(one: Slice | None) -> bool:
    return one is not None and bool(one.size or one.is_least)


def _row(part: Rolled, sector: Sector | None) -> dict:
    body = part.organisation
    # Only a body with others below it has a page that says more than its line.
    has_page = bool(part.parts) and not part.is_own
    return {
        "name": _("%(name)s itself") % {"name": body.name}
        if part.is_own
        else body.name,
        "url": reverse("tracking:figures", args=[body.code]) if has_page else "",
        "told": _told(part, sector),
    }


def _told(part: Rolled, sector: Sector | None) -> Told:
    if sector is None:
        return told_of(part.group)
    return told_of_slice(part.sectors.get(sector.pk, Slice()))


def _sorted(rows: list[dict], sort: str) -> list[dict]:
    key = sort.removeprefix("-")
    rows.sort(key=lambda row: row["name"].casefold())
    if key == "asked":
        rows.sort(key=lambda row: row["told"].asked)
    elif key == "share":
        rows.sort(key=lambda row: _height(row["told"]))
    if sort.startswith("-"):
        rows.reverse()
    return rows


def _height(told: Told) -> float:
    return told.holding / told.asked if told.asked else 0


def bars(rows) -> list[dict]:
    """Numbers by label, each with its part of the largest for a bar."""
    largest = max((told.least for _label, told in rows), default=0)
    return [
        {
            "label": label,
            "words": number(told),
            # Of fewer than five no bar says how many.
            "width": round(1000 * told.least / largest)
            if told.most >= FEWEST and largest
            else 0,
        }
        for label, told in rows
    ]


def _csv_rows(rolled: Rolled | None, course: Course | None, day, language: str):
    # The lines are written after the request's language is gone.
    with override(language):
        yield (
            _("Organisation"),
            _("Part of"),
            _("Sector"),
            _("Course"),
            _("Asked"),
            _("Hold it"),
            _("Percent"),
            _("As of"),
        )
        if rolled is None:
            return
        sectors = {sector.pk: str(sector) for sector in Sector.objects.all()}
        for name, above, part in walked(rolled, ""):
            lines = [("", told_of(part.group))]
            lines += [
                (sectors[key], told_of_slice(part.sectors[key]))
                for key in sectors
                if is_there(part.sectors.get(key))
            ]
            for sector, told in lines:
                yield (
                    name,
                    above,
                    sector,
                    course.code,
                    told.size,
                    told.met,
                    told.share,
                    day.isoformat(),
                )


def walked(part: Rolled, above: str):
    """A body and all below it that anybody is asked anything of, from the top."""
    name = part.organisation.name
    if not part.group.size and above:
        return
    yield (_("%(name)s itself") % {"name": name} if part.is_own else name), above, part
    for one in part.parts:
        yield from walked(one, name)
