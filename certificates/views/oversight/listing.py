"""The register of an issuer as a list, as of any day."""

from django.conf import settings
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.domain.oversight.asking import ORDERS, Asked, found
from certificates.domain.oversight.bulk import ACTS
from certificates.enums import CertificateState
from certificates.forms.register import RegisterForm
from certificates.models import Certificate, day_of
from certificates.views.oversight.frame import for_overseers, tabs
from lms.texts import said

PER_PAGE = 50


@for_overseers
@require_safe
def index(request):
    """What the filters show, a page at a time."""
    form, asked = asked_of(request)
    rows = found(request.user, asked) if asked else Certificate.objects.none()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        "certificates/oversight/list.html",
        {
            "tabs": tabs(request),
            "form": form,
            "asked": asked,
            "is_today": asked and asked.day == day_of(timezone.now()),
            "page": page,
            "rows": [row_of(one, get_language()) for one in page],
            "heads": _heads(request, asked),
            "query": filter_query(request),
            "acts": [(act.value, words) for act, words in ACTS.items()],
        },
        status=422 if form.errors else 200,
    )


def asked_of(request) -> tuple[RegisterForm, Asked | None]:
    """The filters, and what they ask for; None where they cannot be read."""
    form = RegisterForm(request.GET, user=request.user)
    today = day_of(timezone.now())
    return form, form.asked(today=today) if form.is_valid() else None


def filter_query(request) -> str:
    """The filters as they stand in the address, without the page."""
    query = request.GET.copy()
    query.pop("p", None)
    return query.urlencode()


def row_of(certificate: Certificate, language: str) -> dict:
    """A certificate with its `state` as a row of the register."""
    words, earned_in = certificate.words, certificate.language
    course = words.get("course", {"titles": {}, "code": ""})
    return {
        "uuid": certificate.uuid,
        "number": certificate.number,
        "name": words["printed_name"],
        "certificate": said(words["names"], language, earned_in),
        "course": said(course["titles"], language, earned_in),
        "course_code": course["code"],
        "sector": said(words["sector"], language, earned_in),
        "language": settings.RELAY_LANGUAGE_NAMES.get(earned_in, earned_in),
        "type": certificate.get_type_display(),
        "awarded_on": certificate.awarded_on,
        "valid_until": certificate.valid_until,
        # None before it counts.
        "state": certificate.state and CertificateState(certificate.state),
        "issuer": words["issuer"]["name"],
    }


def _heads(request, asked: Asked | None) -> list[dict]:
    """The heads of the columns, each a way to put the list in its order."""
    labels = {
        "number": _("Number"),
        "name": _("Printed name"),
        "course": _("Course"),
        "sector": _("Sector"),
        "language": _("Language"),
        "awarded": _("Awarded"),
        "until": _("Valid until"),
        "state": _("State"),
    }
    order = asked.order if asked else ""
    heads = []
    for name in ORDERS:
        query = request.GET.copy()
        query.pop("p", None)
        query["order"] = f"-{name}" if order == name else name
        heads.append(
            {
                "label": labels[name],
                "query": query.urlencode(),
                "sort": {name: "ascending", f"-{name}": "descending"}.get(order, ""),
            }
        )
    return heads
