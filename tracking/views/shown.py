from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from certificates.domain.showing import shown_by_staff
from certificates.models import Certificate
from certificates.views.cards import card
from organisations.domain.employers import oversees_employer
from organisations.models import Organisation

PER_PAGE = 50


@login_required
@require_safe
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """The certificates that people show to where they work: status and dates only."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user), code=code
    )
    # It is shown to the employer, not to the bodies above it.
    if not oversees_employer(request.user, organisation):
        raise Http404
    found = shown_by_staff(organisation, day=timezone.localdate())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tracking/shown.html",
        {
            "organisation": organisation,
            "page": page,
            "rows": [_row(one, get_language()) for one in page],
        },
    )


def _row(certificate: Certificate, language: str) -> dict:
    known = card(certificate, language)
    told = ("name", "sector", "valid_until", "state", "chip_kind", "icon")
    return {"holder": certificate.holder.printed_name, **{k: known[k] for k in told}}
