"""Appeals of holders: what waits, and the decision on each."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates.domain.appeals.deciding import (
    DECISIONS,
    MOST,
    decide,
    is_somebody_else,
)
from certificates.domain.appeals.reading import appeals_for
from certificates.domain.correcting import successor_of
from certificates.domain.oversight.reasons import reason_words
from certificates.enums import AppealState
from certificates.views.oversight.frame import for_overseers, tabs
from lms.errors import DomainError

# So many that were closed are listed.
LOGGED = 50


@for_overseers
@require_safe
def queue(request):
    """What waits, the most urgent first, and what was decided."""
    mine = appeals_for(request.user)
    closed = mine.exclude(pk__in=mine.waiting().values("pk"))
    return TemplateResponse(
        request,
        "certificates/oversight/appeals.html",
        {
            "tabs": tabs(request),
            "waiting": _rows(mine.waiting()),
            "closed": _rows(closed.order_by("-closed_at")[:LOGGED]),
        },
    )


def _rows(appeals) -> list[dict]:
    now = timezone.now()
    return [
        {
            "appeal": one,
            "certificate": one.event.certificate,
            "is_late": one.is_late(now),
        }
        for one in appeals
    ]


@for_overseers
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, appeal):
    """What happened, what the holder says; grant it, or not, and say why."""
    found = get_object_or_404(appeals_for(request.user), uuid=appeal)
    problem = ""
    if request.method == "POST":
        try:
            counting = decide(
                found,
                decision=request.POST.get("decision", ""),
                words=request.POST.get("answer", ""),
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            problem = refusal.message
            found.refresh_from_db()
        else:
            messages.success(request, _done(found, counting))
            return redirect("certificates_register:appeals")
    certificate = found.event.certificate
    return TemplateResponse(
        request,
        "certificates/oversight/appeal.html",
        {
            "tabs": tabs(request),
            **_rows([found])[0],
            "reason": reason_words(found.event.reason_code),
            "successor": successor_of(certificate),
            "may_decide": is_somebody_else(found, request.user),
            "decisions": [(one.value, one.label) for one in DECISIONS],
            "typed": request.POST,
            "most": MOST,
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _done(found, counting) -> str:
    if found.state != AppealState.GRANTED:
        return _("The decision stands. The holder is told why.")
    if counting == found.event.certificate:
        return _("%(number)s is restored. The holder is told.") % {
            "number": counting.number
        }
    return _("%(new)s took the place of %(old)s. The holder is told.") % {
        "new": counting.number,
        "old": found.event.certificate.number,
    }
