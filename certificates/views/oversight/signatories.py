"""Another signatory from a day on: who signs now, a look at what would change, and the
history."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certificates.domain.oversight.signatories import (
    look_at,
    plan_signatory,
    rules_of,
    signatory_changes_of,
    withdraw_signatory,
)
from certificates.forms.register import SignatoryForm
from certificates.models import day_of
from certificates.views.oversight.frame import for_overseers, tabs
from lms.errors import DomainError


@for_overseers
@require_http_methods(["GET", "HEAD", "POST"])
def signatories(request):
    """Say who signs from a day on; look at it first, then confirm."""
    form = _form(request)
    looked = None
    if request.method == "POST" and form.is_valid():
        try:
            if "confirm" in request.POST:
                return _planned(request, form)
            looked = _looked_at(form)
        except DomainError as problem:
            form.add_error(
                "from_day" if problem.code == "in_the_past" else "rules",
                problem.message,
            )
    return TemplateResponse(
        request,
        "certificates/oversight/signatories.html",
        {
            "tabs": tabs(request),
            "form": form,
            "looked": looked,
            "has_rules": rules_of(request.user).exists(),
            "changes": signatory_changes_of(request.user),
        },
        status=422 if form.errors else 200,
    )


@for_overseers
@require_POST
def withdraw(request, change):
    """Leave the signatory as it is."""
    one = get_object_or_404(signatory_changes_of(request.user), uuid=change)
    try:
        withdraw_signatory(one, actor=request.user, now=timezone.now())
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Withdrawn. The signatory stays."))
    return redirect("certificates_register:signatories")


def _form(request) -> SignatoryForm:
    if request.method == "POST":
        return SignatoryForm(request.POST, user=request.user)
    today = day_of(timezone.now())
    mine = list(rules_of(request.user).values_list("pk", flat=True))
    return SignatoryForm(user=request.user, initial={"from_day": today, "rules": mine})


def _planned(request, form):
    plan_signatory(
        form.cleaned_data["rules"],
        name=form.cleaned_data["name"],
        titles=form.titles,
        from_day=form.cleaned_data["from_day"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(
        request, _("Planned. It is printed on what is issued from that day on.")
    )
    return redirect("certificates_register:signatories")


def _looked_at(form) -> dict:
    given = form.cleaned_data
    rules = look_at(given["rules"], given["from_day"], now=timezone.now())
    return {
        "name": given["name"],
        "titles": form.titles.items(),
        "from_day": given["from_day"],
        "rules": rules,
        "has_designs": any(rule.is_by_design for rule in rules),
        # What is sent again, as it was typed.
        "again": [
            (name, value) for name in form.fields for value in form.data.getlist(name)
        ],
    }
