"""The holder of a certificate asks to have the printed name put right."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificates.domain.correcting import (
    ask_for_correction,
    can_be_corrected,
    successor_of,
)
from certificates.enums import FINAL_KINDS
from certificates.forms.register import AskCorrectionForm
from certificates.views.own import own_certificate, private
from lms.errors import DomainError


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, uuid):
    """Say how the name should read; the issuer decides."""
    certificate = own_certificate(request, uuid)
    printed = certificate.words["printed_name"]
    form = AskCorrectionForm(request.POST or None, initial={"name": printed})
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_correction(
                certificate,
                form.cleaned_data["name"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as problem:
            form.add_error("name", problem.message)
        else:
            messages.success(
                request, _("Sent. You get a mail when the issuer has decided.")
            )
            return redirect("certificates:detail", certificate.uuid)
    return render(
        request,
        "certificates/correction.html",
        {"certificate": certificate, "printed": printed, "form": form},
        status=422 if form.errors else 200,
    )


def correction_shown(certificate) -> dict:
    """What the page of a certificate with its state says of its name: what took its
    place, the holder's last request, and whether another can be made."""
    last = certificate.correction_requests.order_by("-pk").first()
    return {
        "last": last,
        "successor": (
            successor_of(certificate) if certificate.state in FINAL_KINDS else None
        ),
        "can_ask": can_be_corrected(certificate.state) and not (last and last.waits),
    }
