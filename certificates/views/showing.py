"""The holder shows a certificate to where they work, and takes it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certificates.domain.showing import (
    employers_of,
    show_to,
    shown_now,
    stop_showing,
)
from certificates.models import Certificate, day_of
from certificates.views.own import own_certificate


def showing_of(user, certificate: Certificate, now) -> list[dict]:
    """Each organisation of a holder, and since when it sees the certificate; None: it
    does not."""
    shown = shown_now(certificate, day=day_of(now))
    return [
        {"organisation": one, "shown": shown.get(one.pk)} for one in employers_of(user)
    ]


@login_required
@require_POST
def show(request, uuid, code):
    """Show one of my certificates to one of my organisations."""
    certificate, organisation = _asked(request, uuid, code)
    show_to(certificate, organisation, actor=request.user, now=timezone.now())
    messages.success(
        request,
        _("%(organisation)s sees this certificate now.")
        % {"organisation": organisation},
    )
    return redirect("certificates:detail", certificate.uuid)


@login_required
@require_POST
def stop(request, uuid, code):
    """Show it to them no longer."""
    certificate, organisation = _asked(request, uuid, code)
    stop_showing(certificate, organisation, actor=request.user, now=timezone.now())
    messages.success(
        request,
        _("%(organisation)s does not see this certificate any more.")
        % {"organisation": organisation},
    )
    return redirect("certificates:detail", certificate.uuid)


def _asked(request, uuid, code: str):
    certificate = own_certificate(request, uuid)
    for organisation in employers_of(request.user):
        if organisation.code == code:
            return certificate, organisation
    raise Http404
