"""The holder of a certificate appeals against its suspension or revocation."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certificates.domain.appeals import making
from certificates.domain.appeals.reading import case_of, waiting_appeal
from certificates.models import Appeal, Certificate
from certificates.views.own import own_certificate, private
from courses.parts import Refused
from lms.errors import DomainError


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request, uuid):
    """Say why the decision is not right; somebody else than who took it decides."""
    certificate = own_certificate(request, uuid)
    shown = case_of(certificate, now=timezone.now())
    refused = None
    if request.method == "POST":
        statement = request.POST.get("statement", "")
        try:
            made = making.appeal(
                certificate,
                statement=statement,
                confirmation=request.POST.get("confirm", ""),
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as problem:
            refused = Refused.because(problem, text=statement)
        else:
            messages.success(request, _told(made))
            return _to_appeal(certificate)
    elif not shown.can_appeal:
        # From an old mail, or the way back of a browser: the page says where it stands.
        return _to_appeal(certificate)
    return render(
        request,
        "certificates/appeal.html",
        {
            "certificate": certificate,
            "appeal": shown,
            "days": settings.RELAY_CONTEST_DAYS,
            "most": making.MOST,
            "refused": refused,
        },
        status=422 if refused else 200,
    )


@private
@login_required
@require_POST
def withdraw(request, uuid):
    """Take the appeal back."""
    certificate = own_certificate(request, uuid)
    waiting = waiting_appeal(certificate)
    if waiting is None:
        messages.info(request, _("No appeal of yours waits. Nothing was changed."))
        return _to_appeal(certificate)
    try:
        making.withdraw(waiting, actor=request.user, now=timezone.now())
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Withdrawn, and what you wrote is deleted."))
    return _to_appeal(certificate)


def _told(made: Appeal) -> str:
    day = date_format(timezone.localtime(made.due_at), "DATE_FORMAT")
    return _("Sent. You have an answer by %(day)s at the latest.") % {"day": day}


def _to_appeal(certificate: Certificate):
    detail = reverse("certificates:detail", args=[certificate.uuid])
    return redirect(f"{detail}#appeal")
