from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.errors import DomainError
from organisations.domain.employers import parts_of
from organisations.domain.line_managers import (
    managers_of_places,
    name_line_manager,
    name_manager_of_place,
)
from organisations.enums import Level
from organisations.forms import LineManagerForm, PlaceManagerForm
from organisations.views.frame import own_organisation
from organisations.views.people import one_of, person_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line_managers(request: HttpRequest, code: str) -> HttpResponse:
    """Who leads the people of each part of an organisation, and a form to say so."""
    organisation = own_organisation(request, code)
    form = PlaceManagerForm(request.POST or None, organisation=organisation)
    if form.is_bound and form.is_valid():
        place, manager = form.cleaned_data["place"], form.cleaned_data["manager"]
        try:
            name_manager_of_place(
                place, manager, actor=request.user, now=timezone.now()
            )
        except DomainError as error:
            form.add_error("manager", error.message)
        else:
            messages.success(
                request,
                _("Line manager at %(place)s: %(manager)s.")
                % {"place": place, "manager": manager}
                if manager
                else _("%(place)s has no line manager of its own now.")
                % {"place": place},
            )
            return redirect("organisations:line_managers", code=code)
    leading = managers_of_places(organisation, timezone.localdate())
    return render(
        request,
        "organisations/line_managers.html",
        {
            "organisation": organisation,
            "form": form,
            "rows": [
                (one, leading.get(one.pk), one.level != Level.DEPARTMENT)
                for one in parts_of(organisation).order_by("path")
            ],
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def name_manager(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """Say who leads one person's work."""
    organisation = own_organisation(request, code)
    somebody = one_of(organisation, uuid)
    form = LineManagerForm(request.POST, organisation=organisation)
    if not form.is_valid():
        return person_page(request, organisation, somebody, manager_form=form)
    manager = form.cleaned_data["manager"]
    try:
        name_line_manager(
            somebody,
            organisation,
            manager,
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.add_error("manager", error.message)
        return person_page(request, organisation, somebody, manager_form=form)
    messages.success(
        request,
        _("Line manager of %(person)s: %(manager)s.")
        % {"person": somebody, "manager": manager}
        if manager
        else _("%(person)s has no line manager of their own now.")
        % {"person": somebody},
    )
    return redirect("organisations:person", code=code, uuid=uuid)
