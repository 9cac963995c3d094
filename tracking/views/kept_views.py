"""Keeping a way to look at a coverage list, and forgetting it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.errors import DomainError
from organisations.models import Organisation
from tracking.domain.saved_views import forget_view, save_view
from tracking.models import SavedView


@login_required
@require_POST
def keep_view(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the choices of the page one comes from, as its address says them."""
    organisation = _organisation(request, code)
    choices = QueryDict(request.POST.get("query", "").removeprefix("?"))
    try:
        view = save_view(
            request.user,
            organisation,
            request.POST.get("name", ""),
            dict(choices.lists()),
            now=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("tracking:coverage", code=code)
    messages.success(request, _("Kept, for you alone."))
    return redirect(address_of(view, organisation))


@login_required
@require_POST
def forget(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Keep a view no longer."""
    forget_view(request.user, _organisation(request, code), pk)
    messages.success(request, _("Forgotten."))
    return redirect("tracking:coverage", code=code)


def address_of(view: SavedView, organisation: Organisation) -> str:
    """The coverage page as a view shows it."""
    query = QueryDict(mutable=True)
    for name, values in view.choices.items():
        query.setlist(name, values)
    page = reverse("tracking:coverage", args=[organisation.code])
    return f"{page}?{query.urlencode()}" if query else page


def _organisation(request: HttpRequest, code: str) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.user), code=code)
