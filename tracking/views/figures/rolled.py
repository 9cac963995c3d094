"""Figures of a body and the employers below it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.models import Course
from lms.small_numbers import FEWEST
from organisations.domain.employers import oversees_employer
from organisations.enums import Level
from organisations.models import Organisation, Sector
from tracking.domain.coverage import courses_asked
from tracking.domain.queries import course_title
from tracking.domain.rolled.covering import Rolled, Slice, ending_by_month, rolled_up
from tracking.domain.rolled.tree import tree_of
from tracking.domain.rolled.trend import months_ahead, trend_or_wait
from tracking.views.figures.words import Told, number, told_of, told_of_slice
from tracking.views.frame import as_file, query_of, sort_links

SORTS = ("name", "asked", "share")


@login_required
@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """How many of all who are asked hold it: by body below, sector, month; no names."""
    body = body_of(request, code)
    day = timezone.localdate()
    courses = courses_asked(body, day)
    course = chosen_course(request, courses)
    context = {
        "organisation": body,
        "day": day,
        "course": course,
        "shows_names": oversees_employer(request.user, body),
        "tabs": tabs(request, body, "figures"),
    }
    if course is not None:
        context |= _figures(request, body, course, courses)
    return render(request, "tracking/figures/rolled.html", context)


@login_required
@require_safe
def figures_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The same figures as a file: every body below, by sector too."""
    body = body_of(request, code)
    day = timezone.localdate()
    course = chosen_course(request, courses_asked(body, day))
    rolled = rolled_up(tree_of(body), course, day) if course else None
    return as_file(
        _csv_rows(rolled, course, day, get_language()), f"{body.code}-figures", day
    )


def body_of(request: HttpRequest, code: str) -> Organisation:
    """An employer, or a body above employers, that the reader oversees. Departments have
    no figures of their own: those would be small."""
    return get_object_or_404(
        Organisation.objects.visible_to(request.user).exclude(level=Level.DEPARTMENT),
        code=code,
    )


def tabs(request: HttpRequest, body: Organisation, current: str) -> list[dict]:
    """The pages of figures beside each other; those of an employer alone for it."""
    pages = [
        ("figures", _("Coverage")),
        ("trained", _("People trained")),
        ("activity", _("Activity report")),
    ]
    if oversees_employer(request.user, body):
        pages += [
            ("benchmark", _("Beside others")),
            ("attestation", _("For the council")),
        ]
    return [
        {
            "label": label,
            "url": reverse(f"tracking:{name}", args=[body.code]),
            "current": name == current,
        }
        for name, label in pages
    ]


def chosen_course(request: HttpRequest, courses: list[Course]) -> Course | None:
    """The course asked for, else the first one that is asked of anybody."""
    asked = request.GET.get("course")
    fitting = (course for course in courses if course.code == asked)
    return next(fitting, next(iter(courses), None))


def course_tabs(
    request: HttpRequest, courses: list[Course], current: Course | None
) -> list[dict]:
    """The courses that are asked, beside each other."""
    return [
        {
            "label": course_title(one, get_language()),
            "url": query_of(request, course=one.code),
            "current": one == current,
        }
        for one in courses
    ]


def _figures(
    request: HttpRequest, body: Organisation, course: Course, courses: list[Course]
) -> dict:
    day, tree = timezone.localdate(), tree_of(body)
    rolled = rolled_up(tree, course, day)
    sectors = {sector.pk: sector for sector in Sector.objects.all()}
    sector = sectors.get(request.GET.get("sector", ""))
    sort = request.GET.get("sort", "name")
    months = months_ahead(day)
    ending = ending_by_month(tree, course, day, months)
    trend = trend_or_wait(tree, course, day, people=rolled.group.size)
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
        "trend_waits": trend is None,
        "ending": rolled.group.met
        and bars([(date_format(month, "F Y"), ending[month]) for month in months]),
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
