"""How many people were trained, by year, territory and sector."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.digits import whole_number
from lms.requests import query_of
from organisations.models import Organisation, Sector
from tracking.domain.rolled.covering import Slice
from tracking.domain.rolled.trained import Trained
from tracking.forms import DaysForm
from tracking.views.figures.counts import Shown, shown
from tracking.views.figures.frame import body_of, tabs
from tracking.views.figures.rolled import bars, is_there, walked
from tracking.views.figures.words import number, told_of_slice
from tracking.views.frame import as_file


@login_required
@require_safe
def trained(request: HttpRequest, code: str) -> HttpResponse:
    """Different people who were trained since a year; as one asks in parliament."""
    body = body_of(request, code)
    seen = _seen(request, body)
    years = _years(seen)
    context = {
        "organisation": body,
        "tabs": tabs(request, body, "trained"),
        "has_to_count": seen.source is None,
        **seen.context,
    }
    if years:
        found = seen.source.trained_since(_chosen(request, years))
        context |= _figures(found) | {
            "years": years,
            "csv_query": query_of(request),
        }
    return render(request, "tracking/figures/trained.html", context)


@login_required
@require_safe
def trained_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a file. Where it is not counted yet, the page that says so."""
    body = body_of(request, code)
    seen = _seen(request, body)
    if seen.source is None:
        return redirect("tracking:trained", code=code)
    years = _years(seen)
    found = seen.source.trained_since(_chosen(request, years)) if years else None
    rows = _csv_rows(found, seen.day, get_language())
    return as_file(rows, f"{body.code}-trained", seen.day)


def _seen(request: HttpRequest, body: Organisation) -> Shown:
    """As of today, whatever the address says."""
    form = DaysForm({})
    form.full_clean()
    return shown(request, body, form, page="trained")


def _years(seen: Shown) -> list[int]:
    """The years since which one can ask, the earliest first; none before anybody was
    trained."""
    first = seen.source.first_year() if seen.source else None
    return list(range(first, seen.day.year + 1)) if first else []


def _chosen(request: HttpRequest, years: list[int]) -> int:
    asked = whole_number(request.GET.get("since", ""), digits=4)
    return asked if asked in years else years[0]


def _figures(found: Trained) -> dict:
    sectors = Sector.objects.all()
    told = found.whole.sectors
    return {
        "since": found.since,
        "total": number(found.whole.group.size_told),
        "by_year": bars(list(found.years.items())),
        "by_body": bars(
            [
                (_name(part), part.group.size_told)
                for part in found.whole.parts
                if part.group.size
            ]
        ),
        "by_sector": [
            {"label": str(one), "words": told_of_slice(told[one.pk]).size}
            for one in sectors
            if is_there(told.get(one.pk))
        ],
    }


def _name(part) -> str:
    name = part.organisation.name
    return _("%(name)s itself") % {"name": name} if part.is_own else name


def _csv_rows(found: Trained | None, day, language: str):
    # The lines are written after the request's language is gone.
    with override(language):
        yield (
            _("Organisation"),
            _("Part of"),
            _("Sector"),
            _("From"),
            _("Until: the last day"),
            _("People trained"),
        )
        if found is None:
            return
        sectors = {one.pk: str(one) for one in Sector.objects.all()}
        ends = day.isoformat()
        for name, above, part in walked(found.whole, ""):
            first = f"{found.since}-01-01"
            yield name, above, "", first, ends, number(part.group.size_told)
            for key, sector in sectors.items():
                if is_there(one := part.sectors.get(key, Slice())):
                    yield name, above, sector, first, ends, told_of_slice(one).size
        name = found.whole.organisation.name
        for year, told in found.years.items():
            last = min(f"{year}-12-31", ends)
            yield name, "", "", f"{year}-01-01", last, number(told)
