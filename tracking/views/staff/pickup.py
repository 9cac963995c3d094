"""For administrators: whose staff lists are fetched from a folder, and how."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.models import Organisation
from organisations.rules import is_administrator
from tracking.domain.pickup.folders import folder_of
from tracking.domain.pickup.setting import pickup_of, set_pickup
from tracking.forms.pickup import PickupForm, PickupOfForm
from tracking.models import Pickup, PickupFile

PER_PAGE = 50
FILES = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pickups(request: HttpRequest) -> HttpResponse:
    """Whose lists are fetched, and the way to another organisation."""
    _refuse_all_but_administrators(request)
    form = PickupOfForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["organisation"].code
        return redirect("tracking:pickup", code=code)
    found = Pickup.objects.select_related("organisation")
    return render(
        request,
        "tracking/pickup/pickups.html",
        {
            "form": form,
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pickup(request: HttpRequest, code: str) -> HttpResponse:
    """How one organisation's lists are fetched, and what was found lately."""
    _refuse_all_but_administrators(request)
    organisation = get_object_or_404(Organisation, code=code)
    known = pickup_of(organisation)
    given = request.POST if request.method == "POST" else None
    form = PickupForm(given, instance=known)
    if request.method == "POST" and form.is_valid():
        set_pickup(
            organisation,
            **form.cleaned_data,
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("tracking:pickup", code=code)
    files = PickupFile.objects.filter(pickup__organisation=organisation)
    return render(
        request,
        "tracking/pickup/pickup.html",
        {
            "organisation": organisation,
            "folder": folder_of(organisation),
            "form": form,
            "known": known,
            "files": files[:FILES],
        },
        status=422 if form.errors else 200,
    )


def _refuse_all_but_administrators(request: HttpRequest) -> None:
    if not is_administrator(request.user):
        raise Http404
