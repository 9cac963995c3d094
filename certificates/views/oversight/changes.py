"""Many certificates at once: chosen, looked at, decided, and what came of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from certificates.domain.oversight.asking import found
from certificates.domain.oversight.bulk import (
    ACTS,
    can_undo,
    changes_of,
    decide_change,
    foresee,
    look_at_change,
    rows_of,
    undo_change,
)
from certificates.domain.oversight.reasons import REASONS, reason_words
from certificates.enums import CertificateState, ChangeState, EventKind, Outcome
from certificates.forms.register import RegisterForm
from certificates.models import Certificate, day_of
from certificates.views.oversight.frame import for_overseers, tabs
from courses.views.long_work import progress_answer
from lms.errors import DomainError

PER_PAGE = 50
# Why a certificate was not changed, where its state does not say it.
REFUSALS = {
    "": gettext_lazy("It does not count yet"),
    "ended": gettext_lazy("It was revoked or replaced meanwhile"),
    "not_in_force": gettext_lazy("It was not valid any more"),
    "not_suspended": gettext_lazy("It was not suspended any more"),
    "not_yours": gettext_lazy("It is not in your register any more"),
}


@for_overseers
@require_POST
def look(request):
    """Look at what is to be done with the certificates that were chosen."""
    try:
        change = look_at_change(
            _chosen(request),
            request.POST.get("act", ""),
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as problem:
        messages.error(request, problem.message)
        return redirect("certificates_register:index")
    return redirect("certificates_register:change", change.uuid)


def _chosen(request):
    """The certificates that were ticked, or all that the filters show."""
    if "all" not in request.POST:
        ticked = request.POST.getlist("certificate")
        try:
            return Certificate.objects.filter(uuid__in=ticked)
        except ValidationError as problem:
            raise Http404 from problem
    form = RegisterForm(QueryDict(request.POST.get("query", "")), user=request.user)
    if not form.is_valid():
        return Certificate.objects.none()
    return found(request.user, form.asked(today=day_of(timezone.now())))


@for_overseers
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, change):
    """What it would do, and the decision; afterwards what it did."""
    one = get_object_or_404(changes_of(request.user), uuid=change)
    problem = ""
    if request.method == "POST":
        try:
            return _acted(request, one)
        except DomainError as refusal:
            problem = refusal.message
    act, foresight = EventKind(one.act), foresee(one)
    page = Paginator(
        rows_of(one, request.user).order_by("-outcome", "pk"), PER_PAGE
    ).get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        "certificates/oversight/change.html",
        {
            "tabs": tabs(request),
            "change": one,
            "act": ACTS[act],
            "is_final": act == EventKind.REVOKED,
            "is_looked_at": one.state == ChangeState.LOOKED
            and one.made_by == request.user,
            "is_at_work": one.state == ChangeState.UNDER_WAY,
            "foresight": foresight,
            "changed": one.rows.filter(outcome=Outcome.CHANGED).count(),
            "reasons": [(code.value, code.label) for code in REASONS[act]],
            "reason": reason_words(one.reason_code),
            "can_undo": can_undo(one) and not hasattr(one, "undone_by"),
            "undone_by": getattr(one, "undone_by", None),
            "stays": [(_why(why), count) for why, count in foresight.stays],
            "page": page,
            "rows": [_row(row) for row in page],
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _acted(request, one):
    now = timezone.now()
    if "undo" in request.POST:
        one = undo_change(one, actor=request.user, now=now)
    else:
        decide_change(one, request.POST.get("reason", ""), actor=request.user, now=now)
    return redirect("certificates_register:change", one.uuid)


@for_overseers
@require_safe
def progress(request, change):
    """How far it is, for the page's script."""
    one = get_object_or_404(changes_of(request.user), uuid=change)
    return progress_answer(
        one if one.state == ChangeState.UNDER_WAY else None,
        _("%(done)s of %(total)s certificates"),
    )


def _row(row) -> dict:
    return {
        "certificate": row.certificate,
        "name": row.certificate.words["printed_name"],
        "outcome": Outcome(row.outcome).label,
        "why": _why(row.why) if row.outcome == Outcome.CANNOT else "",
    }


def _why(code: str) -> str:
    if code in CertificateState.values:
        return CertificateState(code).label
    return str(REFUSALS.get(code, code))
