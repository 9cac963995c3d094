"""The attestation for the council, on the screen, on paper and as a PDF."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.errors import DomainError
from lms.pdf import render_pdf
from organisations.domain.employers import oversees_employer
from organisations.models import Organisation, Sector
from tracking.domain.attesting import (
    Attestation,
    attestation_of,
    made_before,
    note_attestation,
)
from tracking.domain.queries import course_title
from tracking.forms import AttestationForm
from tracking.views.figures.counts import shown
from tracking.views.figures.frame import body_of, tabs
from tracking.views.figures.words import exact_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attestation(request: HttpRequest, code: str) -> HttpResponse:
    """What the council gets to read; a POST makes the PDF and writes that down."""
    organisation = body_of(request, code)
    # A body above makes one of itself, and none for an employer.
    if not oversees_employer(request.user, organisation):
        raise Http404
    form = AttestationForm(request.POST or request.GET)
    form.full_clean()
    seen = shown(request, organisation, form, page="attestation")
    made = attestation_of(seen.source) if seen.source else None
    problem = ""
    if request.method == "POST" and not form.errors and made and made.lines:
        try:
            return _pdf(request, made)
        except DomainError as error:
            problem = error.message
    return render(
        request,
        "tracking/figures/attestation.html",
        {
            "organisation": organisation,
            **seen.context,
            **(_context(made) if made else {}),
            "has_to_count": made is None,
            "form": form,
            "tabs": tabs(request, organisation, "attestation"),
            "problem": problem,
            "before": made_before(organisation),
        },
        status=422 if request.method == "POST" else 200,
    )


def _pdf(request: HttpRequest, made: Attestation) -> HttpResponse:
    now = timezone.now()
    content = render_pdf(
        "tracking/pdf/attestation.html",
        {**_context(made), "by": str(request.user), "made_on": timezone.localdate(now)},
        language=get_language(),
        title=_title(made.organisation, made.day),
        author=str(made.organisation),
        created=now,
    )
    note_attestation(made, actor=request.user, now=now)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"relay-{made.organisation.code}-{made.day.isoformat()}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _title(organisation: Organisation, day: date) -> str:
    return _("%(organisation)s, training on %(day)s") % {
        "organisation": organisation,
        "day": date_format(day, "DATE_FORMAT"),
    }


def _context(made: Attestation) -> dict:
    sectors = {one.pk: str(one) for one in Sector.objects.all()}
    rows = []
    for one in made.lines:
        size, met = exact_words(one.size, one.met)
        known = one.size.is_known and one.met.is_known and one.size.least
        rows.append(
            {
                "title": course_title(one.course, get_language()),
                "sector": sectors.get(one.sector, ""),
                "size": size,
                "met": met,
                "share": round(100 * one.met.least / one.size.least) if known else None,
            }
        )
    return {
        "organisation": made.organisation,
        "day": made.day,
        "number": made.number,
        "rows": rows,
    }
