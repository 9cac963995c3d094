"""Checking a certificate, for anyone: whether it counts, and of whose it is what its
holder lets be seen."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from certificates.domain.checking import worth_on
from certificates.domain.numbers import normalise_number, suggestion
from certificates.domain.queries import certificate_with_number
from certificates.domain.sealing.examining import examine
from certificates.forms.checking import DayForm, FileForm, NumberForm
from certificates.models import day_of
from certificates.views.checking import (
    asked_about,
    asked_today,
    checker_card,
    other_day,
)
from certificates.views.openly import honest
from certificates.views.verdicts import verdict_on_file

# A file takes longer to look at than a number.
FILES_PER_MINUTE = 20


# It changes nothing, and strangers should not need a cookie for it.
@csrf_exempt
@honest("certificates.verify")
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
@honest("certificates.verify_file", limit=FILES_PER_MINUTE)
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
            and checker_card(certificate, get_language()),
            "file_form": FileForm(),
        },
    )


def _asked(request, *, status: int = 200, form=None, file_form=None):
    forms = {"form": form or NumberForm(), "file_form": file_form or FileForm()}
    return render(request, "certificates/verify.html", forms, status=status)


@honest("certificates.verify_number")
@require_safe
def verify_number(request, number):
    """What a certificate is worth today, or on the day `?on=` asks about, for whoever
    knows its number. What does not count yet today does not exist here on any day."""
    now = timezone.now()
    today = day_of(now)
    normalised = normalise_number(number)
    certificate = certificate_with_number(normalised, day=today)
    if certificate is None or certificate.state is None:
        return _unknown(request, normalised)
    shown, asked = checker_card(certificate, get_language()), asked_today(now)
    form = DayForm(request.GET if "on" in request.GET else None, today=today)
    day = form.cleaned_data["on"] if form.is_valid() else None
    if day is not None and day != today:
        worth = worth_on(certificate, day)
        shown, asked = other_day(shown, worth), asked_about(worth, now=now)
    return render(
        request,
        "certificates/verify_number.html",
        {"card": shown, "asked": asked, "day_form": form},
        status=422 if form.errors else 200,
    )


def _unknown(request, normalised: str):
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
