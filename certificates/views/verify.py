"""Checking a certificate, for anyone: whether it counts, never whose it is."""

import functools
from datetime import timedelta

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from certificates.domain.numbers import normalise_number, suggestion
from certificates.domain.queries import certificate_with_number
from certificates.domain.sealing.examining import examine
from certificates.forms import FileForm, NumberForm
from certificates.models import day_of
from certificates.views.cards import public_card
from certificates.views.verdicts import verdict_on_file
from lms.ratelimit import rate_limited

PER_MINUTE = 60
# A file takes longer to look at than a number.
FILES_PER_MINUTE = 20


def _honest(name: str, *, limit: int = PER_MINUTE):
    """No search engine lists it, no cache keeps it, nobody tries numbers by thousands."""

    def decorate(view):
        limited = rate_limited(
            name,
            limit=limit,
            per=timedelta(minutes=1),
            methods=("GET", "HEAD", "POST"),
        )(view)

        @functools.wraps(view)
        @cache_control(no_store=True)
        def answered(request, *args, **kwargs):
            response = limited(request, *args, **kwargs)
            response["X-Robots-Tag"] = "noindex"
            return response

        return answered

    return decorate


# It changes nothing, and strangers should not need a cookie for it.
@csrf_exempt
@_honest("certificates.verify")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    """Ask for a number, and lead to its page under its proper spelling."""
    typed = request.POST if request.method == "POST" else request.GET
    if "number" not in typed and request.method != "POST":
        return _asked(request, form=NumberForm())
    form = NumberForm(typed)
    if form.is_valid():
        return redirect("certificates:verify_number", form.cleaned_data["number"])
    return _asked(request, form=form, status=422)


# It changes nothing, as above.
@csrf_exempt
@_honest("certificates.verify_file", limit=FILES_PER_MINUTE)
@require_POST
def verify_file(request):
    """What a PDF is worth that somebody was shown. Nothing of it is kept."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _asked(request, file_form=form, status=422)
    found = examine(form.cleaned_data["file"])
    certificate = found.certificate and certificate_with_number(
        found.certificate.number, day=day_of(timezone.now())
    )
    return render(
        request,
        "certificates/verify_file.html",
        {
            "verdict": verdict_on_file(found.verdict),
            "card": certificate
            and certificate.state
            and public_card(certificate, get_language()),
            "file_form": FileForm(),
        },
    )


def _asked(request, *, status: int = 200, form=None, file_form=None):
    forms = {"form": form or NumberForm(), "file_form": file_form or FileForm()}
    return render(request, "certificates/verify.html", forms, status=status)


@_honest("certificates.verify_number")
@require_safe
def verify_number(request, number):
    """What a certificate is worth today, for whoever knows its number."""
    normalised = normalise_number(number)
    certificate = certificate_with_number(normalised, day=day_of(timezone.now()))
    if certificate is None or certificate.state is None:
        return render(
            request,
            "certificates/verify_unknown.html",
            {
                "number": normalised,
                "suggestion": suggestion(normalised),
                "form": NumberForm(initial={"number": normalised}),
            },
            status=404,
        )
    return render(
        request,
        "certificates/verify_number.html",
        {"card": public_card(certificate, get_language())},
    )
