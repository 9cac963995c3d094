from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.errors import DomainError
from organisations.domain.flags import end_flag, flag, flags_within, withdraw_flag
from organisations.forms import FlagEndForm, FlagForm
from organisations.models import Flag, Organisation

# The field that a refusal is about, by its code.
FIELDS = {"order": "ends_on", "nested": "place"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def flags(request: HttpRequest, code: str) -> HttpResponse:
    """The pilots and funding lines of an organisation and what is below it, and a form
    to mark one."""
    organisation = _organisation(request, code)
    form = FlagForm(request.POST or None, organisation=organisation)
    if form.is_bound and form.is_valid():
        try:
            flag(
                form.cleaned_data["place"],
                form.terms,
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            form.add_error(FIELDS[error.code], error.message)
        else:
            messages.success(
                request, _("Marked. The report counts it from its first day.")
            )
            return redirect("organisations:flags", code=code)
    return render(
        request,
        "organisations/flags.html",
        {
            "organisation": organisation,
            "form": form,
            "flags": list(flags_within(organisation)),
            "today": timezone.localdate(),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def change_flag(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """End a mark on a day, or take it back."""
    organisation = _organisation(request, code)
    made = get_object_or_404(
        Flag.objects.visible_to(request.user).filter(
            organisation__path__startswith=organisation.path
        ),
        uuid=uuid,
    )
    if "withdraw" in request.POST:
        withdraw_flag(made, actor=request.user, now=timezone.now())
        messages.success(request, _("Taken back, as if it had never stood there."))
        return redirect("organisations:flags", code=code)
    form = FlagEndForm(request.POST)
    if form.is_valid():
        try:
            end_flag(made, actor=request.user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("It ends on that day."))
        except DomainError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, _("Choose the last day."))
    return redirect("organisations:flags", code=code)


def _organisation(request: HttpRequest, code: str) -> Organisation:
    return get_object_or_404(
        Organisation.objects.coordinated_by(request.user), code=code
    )
