"""How an organisation looks to its people: its logo and its colour."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.errors import DomainError
from media.domain.logos import keep_logo
from media.forms import LookForm
from organisations.domain.looks import Logo, Look, set_look
from organisations.models import Organisation
from organisations.rules import can_set_look


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, code: str) -> HttpResponse:
    """See it, and change it; for a deputy, see it."""
    organisation = get_object_or_404(
        Organisation.objects.coordinated_by(request.user), code=code
    )
    is_sent = request.method == "POST"
    form = LookForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"accent": organisation.accent},
    )
    if is_sent and form.is_valid() and _set(form, organisation, request):
        messages.success(
            request,
            _("Kept. Your people see it on the next page they open."),
        )
        return redirect("media:look", code=organisation.code)
    own = Look.read({"logo": organisation.logo, "accent": organisation.accent})
    return render(
        request,
        "media/look.html",
        {
            "organisation": organisation,
            "form": form,
            "own": own,
            "seen": Look.of(organisation),
            "may_change": can_set_look(request.user, organisation),
        },
        status=422 if form.errors else 200,
    )


def _set(form: LookForm, organisation: Organisation, request: HttpRequest) -> bool:
    """Whether it could be; else the form says why not."""
    asked = form.cleaned_data
    field = "logo"
    try:
        logo = Logo(**organisation.logo) if organisation.logo else None
        if asked["logo"]:
            logo = keep_logo(asked["logo"].read())
        elif asked["without_logo"]:
            logo = None
        field = "accent"
        set_look(
            organisation,
            accent=asked["accent"],
            logo=logo,
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.add_error(None if error.code == "not_allowed" else field, error.message)
        return False
    return True
