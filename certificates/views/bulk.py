"""Bulk awards in the content admin: a list, what it would do, a second pair of eyes, and
afterwards what it did. Mailing has a page of its own."""

from django import forms
from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.paginator import WagtailPaginator

from certificates.domain.bulk.asking import bring_list, confirm, set_aside
from certificates.domain.bulk.reading import (
    counts_of,
    lines_to_download,
    offers_of,
    rows_of,
    runs_of,
    sealed_of,
)
from certificates.domain.mailing import ask_for_mails, preview_of
from certificates.enums import AwardRowState, AwardRunState
from certificates.forms.bulk import BulkAwardForm
from certificates.models.awards import AT_WORK
from certificates.rules import owning_at
from courses.views.long_work import progress_answer
from lms.errors import DomainError
from lms.spreadsheet import csv_lines

ON_A_PAGE = 50


@require_safe
def runs(request):
    """The lists so far, and the way to another."""
    _may(request)
    page = WagtailPaginator(runs_of(request.user), ON_A_PAGE).get_page(
        request.GET.get("p")
    )
    return TemplateResponse(request, "certificates/admin/runs.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Bring a list. Nothing is awarded by that."""
    _may(request)
    offers = offers_of(request.user)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BulkAwardForm(*given, offers=offers)
    if given and form.is_valid():
        rule = form.rule
        try:
            run = bring_list(
                rule.course,
                rule.issuer,
                form.cleaned_data["file"],
                given_by=form.cleaned_data["given_by"],
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as problem:
            form.add_error(None, forms.ValidationError(problem.message))
        else:
            return redirect("award_run", run.pk)
    return TemplateResponse(
        request,
        "certificates/admin/run_new.html",
        {"form": form, "has_offers": bool(offers)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def run(request, run):
    """What a list would do, and the decision; afterwards what it did."""
    found = _own(request, run)
    if request.method == "POST":
        _act(request, found)
        return redirect("award_run", found.pk)
    state = _state(request)
    paginator = WagtailPaginator(rows_of(found, state), ON_A_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    counts = counts_of(found)
    sealed, awarded = sealed_of(found)
    return TemplateResponse(
        request,
        "certificates/admin/run.html",
        {
            "run": found,
            "is_at_work": found.state in AT_WORK,
            "counts": counts,
            "lines": sum(count for _state, count in counts),
            "ready": dict(counts).get(AwardRowState.READY, 0),
            "chosen": state,
            "page": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "is_own": found.asked_by_id == request.user.pk,
            "sealed": sealed,
            "awarded": awarded,
        },
    )


def _act(request, found) -> None:
    now = timezone.now()
    try:
        if "confirm" in request.POST:
            confirm(found, actor=request.user, now=now)
        elif "set_aside" in request.POST:
            set_aside(found, actor=request.user, now=now)
    except DomainError as refusal:
        messages.error(request, refusal.message)


@require_safe
def progress(request, run):
    """How far it is, for the page's script."""
    found = _own(request, run)
    return progress_answer(
        found if found.state in AT_WORK else None, _("%(done)s of %(total)s lines")
    )


@require_safe
def report(request, run):
    """What became of each line, as a file; all of them, or as they are filtered."""
    found = _own(request, run)
    lines = csv_lines(_report(found, _state(request), get_language()))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="relay-awards-{found.pk}.csv"'
    )
    return response


def _report(found, state, language):
    # The lines are written after the request's language is gone.
    with override(language):
        yield (
            _("Line"),
            _("E-mail address"),
            _("Sector"),
            _("Day of the training"),
            _("Result"),
            _("Number of the certificate"),
        )
        yield from lines_to_download(found, state)


@require_http_methods(["GET", "HEAD", "POST"])
def mails(request, run):
    """Whom the mails would go to and what they say; then the button."""
    found = _own(request, run)
    if found.state != AwardRunState.DONE:
        raise Http404
    if request.method == "POST":
        if "send" in request.POST:
            ask_for_mails(found, actor=request.user, now=timezone.now())
            messages.success(
                request, _("The mails are being written. Nobody gets a second one.")
            )
        return redirect("award_run_mails", found.pk)
    return TemplateResponse(
        request,
        "certificates/admin/run_mails.html",
        {"run": found, "preview": preview_of(found)},
    )


def _may(request) -> None:
    """Programme owners and administrators; the page does not exist for anybody else."""
    bodies = owning_at(request.user)
    if bodies is not None and not bodies:
        raise Http404


def _own(request, pk):
    return get_object_or_404(runs_of(request.user), pk=pk)


def _state(request) -> str:
    asked = request.GET.get("state", "")
    return asked if asked in AwardRowState.values else ""
