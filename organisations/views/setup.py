from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.domain.organisations import (
    FirstCoordinator,
    NewOrganisation,
    set_up_organisation,
)
from organisations.forms import SetUpForm
from organisations.models import Organisation
from organisations.rules import can_set_up_organisations


@login_required
def set_up(request: HttpRequest) -> HttpResponse:
    """An administrator creates an organisation and invites its first coordinator."""
    if not can_set_up_organisations(request.user):
        raise Http404
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            organisation, invitation = set_up_organisation(
                NewOrganisation(**{name: data[name] for name in form.ORGANISATION}),
                first_coordinator=FirstCoordinator(
                    email=data["email"],
                    sector=data["sector"],
                    language=data["language"],
                    printed_name=data["printed_name"],
                ),
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            form.add_error(
                "code" if error.code == "code_taken" else None, error.message
            )
        else:
            messages.success(
                request,
                _(
                    "%(organisation)s is set up. An invitation is on its way to %(email)s."
                )
                % {"organisation": organisation, "email": invitation.email},
            )
            return redirect("organisations:invitations", code=organisation.code)
    return render(
        request,
        "organisations/set_up.html",
        {"form": form, "is_first": not Organisation.objects.exists()},
        status=422 if form.errors else 200,
    )
