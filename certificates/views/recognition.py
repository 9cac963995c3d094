"""A learner's own trainings elsewhere: asking to have them recognised, and how it stands."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from certificates.domain.recognition.asking import claim, withdraw
from certificates.domain.recognition.reading import claims_of, own_recognitions
from certificates.domain.recognition.rules import rules_for
from certificates.forms.recognition import ClaimForm
from courses.domain.enrolment import titles_of
from lms.errors import DomainError
from organisations.domain.contacts.directory import training_contact


@login_required
@require_safe
def recognitions(request):
    """My claims, each with its state, and what to do next."""
    claims = claims_of(request.user, language=get_language())
    refused = next((one for one in claims if one.reason), None)
    contact = refused and training_contact(
        request.user, refused.recognition.issuer, get_language()
    )
    return render(
        request,
        "certificates/recognitions.html",
        {"claims": claims, "refused": refused, "contact": contact},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recognition_new(request):
    """Say which training it was, and show the proof."""
    courses = [rule.course for rule in rules_for(request.user.sector)]
    titles = titles_of(courses, language=get_language(), sector=request.user.sector_id)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ClaimForm(*given, courses=courses, titles=titles)
    if given and form.is_valid():
        try:
            claim(
                request.user,
                form.chosen,
                trained_on=form.cleaned_data["trained_on"],
                given_by=form.cleaned_data["given_by"],
                proof=form.cleaned_data["proof"],
                now=timezone.now(),
            )
        except DomainError as problem:
            form.add_error(None, forms.ValidationError(problem.message))
        else:
            messages.success(
                request, _("We have your claim. You get a mail once it is decided.")
            )
            return redirect("certificates:recognitions")
    return render(
        request,
        "certificates/recognition_new.html",
        {"form": form, "has_courses": bool(courses)},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def recognition_withdraw(request, pk):
    """I do not ask any more."""
    mine = get_object_or_404(own_recognitions(request.user), pk=pk)
    try:
        withdraw(mine, now=timezone.now())
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Your claim is withdrawn, and its proof deleted."))
    return redirect("certificates:recognitions")
