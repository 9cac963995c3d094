"""Lists of old completions of an organisation: bringing one, what it would do, and asking
to have it recognised."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates.domain.old.asking import (
    ask_for_recognition,
    bring_old_list,
    set_aside,
)
from certificates.domain.old.reading import lists_of
from certificates.enums import OldLineState, OldListState
from certificates.forms.old import OldListForm
from certificates.models import OldList
from certificates.models.old_completions import AT_WORK
from certificates.views.old.shown import PER_PAGE, as_csv, chosen_state, lines_shown
from courses.views.long_work import progress_answer
from lms.errors import DomainError
from organisations.views.frame import own_organisation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest, code: str) -> HttpResponse:
    """The lists so far, and a form to bring one. Nothing is recognised by it."""
    organisation = own_organisation(request, code)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OldListForm(*given)
    if given and form.is_valid():
        said = form.cleaned_data
        try:
            run = bring_old_list(
                organisation,
                said["file"],
                given_by=said["given_by"],
                proof=said["proof"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("certificates:old_list", code=code, pk=run.pk)
    page = Paginator(lists_of(organisation), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "certificates/old/lists.html",
        {"organisation": organisation, "form": form, "page": page},
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What a list would do, and the decision to ask for it."""
    run = _own(request, code, pk)
    if request.method == "POST":
        _act(request, run)
        return redirect("certificates:old_list", code=code, pk=pk)
    shown = lines_shown(request, run.rows.all())
    return render(
        request,
        "certificates/old/list.html",
        {
            "run": run,
            "organisation": run.organisation,
            "is_at_work": run.state in AT_WORK,
            "is_looked": run.state == OldListState.LOOKED,
            "ready": shown["counts"].get(OldLineState.READY, 0),
            **shown,
        },
    )


@login_required
@require_safe
def progress(request: HttpRequest, code: str, pk: int) -> JsonResponse:
    """How far a list is, for the page's script."""
    run = _own(request, code, pk)
    return progress_answer(
        run if run.state in AT_WORK else None, _("%(done)s of %(total)s lines")
    )


@login_required
@require_safe
def lines_csv(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What becomes of each line, as a file; all of them, or as they are filtered."""
    run = _own(request, code, pk)
    return as_csv(run, run.rows.all(), chosen_state(request))


def _act(request: HttpRequest, run: OldList) -> None:
    told = {"actor": request.user, "now": timezone.now()}
    try:
        if "ask" in request.POST:
            ask_for_recognition(run, **told)
            messages.success(
                request, _("The programme owners find it on their page now.")
            )
        elif "set_aside" in request.POST:
            set_aside(run, **told)
            messages.success(request, _("The list is set aside. Nothing was changed."))
    except DomainError as refusal:
        messages.error(request, refusal.message)


def _own(request: HttpRequest, code: str, pk: int) -> OldList:
    return get_object_or_404(
        OldList.objects.select_related("organisation", "asked_by"),
        organisation=own_organisation(request, code),
        pk=pk,
    )
