"""Lists of old completions that lie before a programme owner."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from certificates.domain.old.asking import (
    decide,
    lines_to_decide,
    owned_lines,
    take_back,
    undo_until,
)
from certificates.domain.old.reading import lists_for_owner
from certificates.enums import OldListState
from certificates.models import OldList
from certificates.rules import oversees_certificates
from certificates.views.old.shown import PER_PAGE, as_csv, chosen_state, lines_shown
from certificates.views.proofs import proof_response
from lms.errors import DomainError


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, and what was decided."""
    if not oversees_certificates(request.user):
        raise Http404
    page = Paginator(lists_for_owner(request.user), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "certificates/old/queue.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines of one's own programmes, and the decision on all or some of them."""
    run = _laid_before(request, pk)
    if request.method == "POST":
        _act(request, run)
        return redirect("certificates:old_decide", pk=pk)
    mine = lines_to_decide(run, request.user)
    until = undo_until(run)
    return render(
        request,
        "certificates/old/decide.html",
        {
            "run": run,
            "waiting": mine.count(),
            "mine": set(mine.values_list("pk", flat=True)[:20000]),
            "is_own": run.asked_by_id == request.user.pk,
            "undo_until": until,
            "can_undo": run.state == OldListState.DONE and timezone.now() < until,
            **lines_shown(request, owned_lines(run, request.user)),
        },
    )


@login_required
@require_safe
def lines_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The same lines as a file."""
    run = _laid_before(request, pk)
    return as_csv(run, owned_lines(run, request.user), chosen_state(request))


@login_required
@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The document of a list as a download, which no browser takes for a page."""
    run = _laid_before(request, pk)
    if not run.proof:
        raise Http404
    return proof_response(run.proof, f"old-completions-{run.pk}")


def _act(request: HttpRequest, run: OldList) -> None:
    told = {"actor": request.user, "now": timezone.now()}
    chosen = [int(pk) for pk in request.POST.getlist("line") if pk.isdecimal()]
    try:
        if "take_back" in request.POST:
            take_back(run, **told)
            return
        verdict = request.POST.get("verdict", "")
        if verdict not in ("all", "some", "refuse"):
            return
        decided = decide(
            run,
            is_recognised=verdict != "refuse",
            lines=None if verdict == "all" else chosen,
            **told,
        )
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        words = ngettext("%(n)d line decided.", "%(n)d lines decided.", decided)
        messages.success(request, words % {"n": decided})


def _laid_before(request: HttpRequest, pk: int) -> OldList:
    return get_object_or_404(lists_for_owner(request.user), pk=pk)
