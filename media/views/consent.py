"""Consent to a testimony, in the content admin: recorded, read, withdrawn."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lms.errors import DomainError
from media.domain import testimonies
from media.forms import ConsentForm
from media.models import TestimonyConsent


def own_testimony(user, pk) -> bool:
    """Whether a testimony is one that the person may change."""
    return testimonies.own_testimonies(user).filter(pk=pk).exists()


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request, pk):
    """How consent stands, and the form to record it."""
    testimony = get_object_or_404(testimonies.own_testimonies(request.user), pk=pk)
    held = testimonies.consent_of(testimony)
    form = ConsentForm(request.POST or None, request.FILES or None, instance=held)
    if request.method == "POST" and form.is_valid():
        try:
            testimonies.record_consent(
                testimony,
                scope=form.cleaned_data["scope"],
                given_on=form.cleaned_data["given_on"],
                ends_on=form.cleaned_data["ends_on"],
                document=request.FILES.get("document"),
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("The consent is recorded."))
            return redirect("testimony_consent", pk)
    return TemplateResponse(
        request,
        "media/admin/consent.html",
        {
            "testimony": testimony,
            # As it is kept, not as the form just filled it in.
            "consent": testimonies.consent_of(testimony),
            "form": form,
        },
        status=400 if form.errors else 200,
    )


@require_POST
def withdraw(request, pk):
    """The person takes their testimony back."""
    testimony = get_object_or_404(testimonies.own_testimonies(request.user), pk=pk)
    held = get_object_or_404(TestimonyConsent, testimony_key=testimony.translation_key)
    testimonies.withdraw_consent(held, actor=request.user, now=timezone.now())
    messages.success(
        request, _("Consent is withdrawn. The testimony is shown nowhere any more.")
    )
    return redirect("testimony_consent", pk)


@require_safe
def document(request, pk):
    """The signed document, for those who keep the testimony."""
    testimony = get_object_or_404(testimonies.own_testimonies(request.user), pk=pk)
    held = testimonies.consent_of(testimony)
    if held is None or not held.document.storage.exists(held.document.name):
        raise Http404
    response = FileResponse(held.document.open("rb"), as_attachment=True)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
