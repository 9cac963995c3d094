"""One certificate of the register: what it says, what happened to it, what can be done."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates.domain.appeals.reading import appeals_for
from certificates.domain.correcting import (
    can_be_corrected,
    reissue,
    successor_of,
    waiting_request,
)
from certificates.domain.oversight.bulk import fitting_acts
from certificates.domain.oversight.reasons import reason_words
from certificates.domain.state import state_from
from certificates.forms.register import ReissueForm
from certificates.models import day_of
from certificates.views.oversight.frame import for_overseers, overseen, tabs
from certificates.views.oversight.listing import row_of
from lms.errors import DomainError


@for_overseers
@require_safe
def entry(request, uuid):
    """What the register knows of a certificate."""
    certificate = overseen(request, uuid)
    events = list(certificate.events.select_related("by", "successor"))
    certificate.state = state_from(certificate, events, day_of(timezone.now()))
    return TemplateResponse(
        request,
        "certificates/oversight/entry.html",
        {
            "tabs": tabs(request),
            "certificate": certificate,
            "row": row_of(certificate, get_language()),
            "events": [
                {"event": one, "reason": reason_words(one.reason_code)}
                for one in events
            ],
            "successor": successor_of(certificate),
            "corrects": certificate.corrects,
            "request_waits": waiting_request(certificate),
            "appeals": list(
                appeals_for(request.user).filter(event__certificate=certificate)
            ),
            "acts": fitting_acts(certificate.state),
            "can_reissue": can_be_corrected(certificate.state),
        },
    )


@for_overseers
@require_http_methods(["GET", "HEAD", "POST"])
def name(request, uuid):
    """Issue the certificate anew with another printed name."""
    certificate = overseen(request, uuid)
    printed = certificate.words["printed_name"]
    form = ReissueForm(request.POST or None, initial={"name": printed})
    if request.method == "POST" and form.is_valid():
        try:
            new = reissue(
                certificate,
                form.cleaned_data["name"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as problem:
            form.add_error("name", problem.message)
        else:
            messages.success(
                request,
                _("%(new)s took the place of %(old)s.")
                % {"new": new.number, "old": certificate.number},
            )
            return redirect("certificates_register:entry", new.uuid)
    return TemplateResponse(
        request,
        "certificates/oversight/name.html",
        {
            "tabs": tabs(request),
            "certificate": certificate,
            "printed": printed,
            "form": form,
        },
        status=422 if form.errors else 200,
    )
