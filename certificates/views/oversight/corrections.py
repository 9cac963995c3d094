"""The names that holders want put right: what waits, and the decision on each."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates.domain.correcting import confirm_correction, refuse_correction
from certificates.domain.oversight.corrections import corrections_for
from certificates.forms.register import RefuseForm
from certificates.views.oversight.frame import for_overseers, tabs
from lms.errors import DomainError

# So many that were decided are listed.
LOGGED = 50


@for_overseers
@require_safe
def queue(request):
    """What waits, the oldest first, and what was decided."""
    mine = corrections_for(request.user)
    decided = mine.exclude(pk__in=mine.waiting().values("pk"))
    return TemplateResponse(
        request,
        "certificates/oversight/corrections.html",
        {
            "tabs": tabs(request),
            "waiting": list(mine.waiting()),
            "decided": list(decided.order_by("-decided_at")[:LOGGED]),
        },
    )


@for_overseers
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, correction):
    """The two names side by side; confirm, or refuse and say why."""
    found = get_object_or_404(corrections_for(request.user), uuid=correction)
    form = RefuseForm(request.POST if "refuse" in request.POST else None)
    problem = ""
    if request.method == "POST":
        try:
            if _decided(request, found, form):
                return redirect("certificates_register:corrections")
        except DomainError as refusal:
            problem = refusal.message
    return TemplateResponse(
        request,
        "certificates/oversight/correction.html",
        {
            "tabs": tabs(request),
            "correction": found,
            "certificate": found.certificate,
            "form": form,
            "problem": problem,
        },
        status=422 if problem or form.errors else 200,
    )


def _decided(request, found, form) -> bool:
    now = timezone.now()
    if "refuse" in request.POST:
        if not form.is_valid():
            return False
        reason = form.cleaned_data["reason"]
        refuse_correction(found, reason, actor=request.user, now=now)
        messages.success(request, _("Refused. The holder is told why."))
        return True
    if "confirm" not in request.POST:
        return False
    new = confirm_correction(found, actor=request.user, now=now)
    messages.success(
        request,
        _("%(new)s took the place of %(old)s.")
        % {"new": new.number, "old": found.certificate.number},
    )
    return True
