"""The list on paper: printing it, typing it in afterwards, and keeping what was signed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from certificates.domain.proofs import MOST_BYTES
from certificates.views.proofs import proof_response
from lms.errors import DomainError
from lms.requests import given_file
from organisations.models import Organisation
from trainers.domain.attendance.entering import enter_sheet
from trainers.domain.attendance.printing import print_sheet, print_slips
from trainers.domain.attendance.reading import lines_of, taken_by
from trainers.domain.attendance.sheets import add_sheet, remove_sheet
from trainers.forms.paper import PaperForm, lines_at_once, lines_sent
from trainers.models import PaperSheet, TrainingSession
from trainers.views.frame import private, sessions_taken


@private
@login_required
@require_safe
def sheet(request, uuid):
    """The list as a PDF, to be signed."""
    found = get_object_or_404(sessions_taken(request), uuid=uuid)
    return _pdf(print_sheet(found, now=timezone.now()), "attendance", found)


@private
@login_required
@require_safe
def slips(request, uuid):
    """A slip for each who came without an account, to claim it by."""
    found = get_object_or_404(sessions_taken(request), uuid=uuid)
    lines = [one for one in lines_of(found) if one.code]
    if not lines:
        messages.info(request, _("Everybody on the list has an account."))
        return redirect("trainers:attendance_paper", found.uuid)
    return _pdf(print_slips(found, lines, now=timezone.now()), "slips", found)


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request, uuid):
    """Type in what stands on the sheets; pictures of them are below it."""
    found = get_object_or_404(sessions_taken(request), uuid=uuid)
    lines = lines_of(found)
    blocks = list(found.blocks.all())
    page = Paginator(lines, lines_at_once(len(blocks))).get_page(
        request.GET.get("page")
    )
    data = request.POST if request.method == "POST" else None
    shown = page if data is None else lines_sent(lines, blocks, data)
    form = PaperForm(shown, blocks, _employers(found, lines), data)
    problem = ""
    if data is not None:
        try:
            kept = _enter(request, found, form)
        except DomainError as refusal:
            problem = refusal.message
        else:
            _say(request, kept)
            return redirect(request.get_full_path())
    return render(
        request,
        "trainers/attendance_paper.html",
        {
            "session": found,
            "form": form,
            "page": page,
            "problem": problem,
            "sheets": list(found.sheets.exclude(file="").select_related("added_by")),
            "has_slips": any(one.code for one in lines),
            "most_mb": MOST_BYTES // 1024 // 1024,
        },
        status=422 if problem else 200,
    )


@private
@login_required
@require_POST
def add(request, uuid):
    """Keep a picture or PDF of a sheet."""
    found = get_object_or_404(sessions_taken(request), uuid=uuid)
    try:
        data = given_file(request, most=MOST_BYTES)
        add_sheet(found, data, by=request.user, now=timezone.now())
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("The sheet is kept."))
    return redirect("trainers:attendance_paper", found.uuid)


@private
@login_required
@require_safe
def kept_sheet(request, uuid):
    """A sheet as a download, which no browser takes for a page or a script."""
    one = _kept(request, uuid)
    return proof_response(one.file, f"sheet-{one.pk}")


@private
@login_required
@require_POST
def remove(request, uuid):
    """Delete a sheet; what was typed from it stays."""
    one = _kept(request, uuid)
    remove_sheet(one, by=request.user, now=timezone.now())
    messages.success(request, _("The sheet is deleted. What was typed in stays."))
    return redirect("trainers:attendance_paper", one.session.uuid)


def _enter(request, session: TrainingSession, form: PaperForm) -> int:
    return enter_sheet(
        session,
        form.written(),
        added=form.added(),
        key=form.key,
        by=request.user,
        now=timezone.now(),
    )


def _say(request, kept: int) -> None:
    if not kept:
        messages.info(request, _("Nothing was chosen. Nothing was changed."))
        return
    text = ngettext("%(kept)s entry is kept.", "%(kept)s entries are kept.", kept)
    messages.success(request, text % {"kept": kept})


def _employers(session: TrainingSession, lines) -> list[Organisation]:
    """Whose people came: those asked, and those of whom somebody is on the list."""
    asked = session.places.select_related("organisation")
    found = {one.organisation for one in asked}
    found |= {line.registration.employer for line in lines} - {None}
    return sorted(found, key=str)


def _pdf(content: bytes, name: str, session: TrainingSession) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    file = f"{name}-{str(session.uuid)[:8]}.pdf"
    response["Content-Disposition"] = f'inline; filename="{file}"'
    return response


def _kept(request, uuid) -> PaperSheet:
    rows = PaperSheet.objects.filter(
        session__in=taken_by(request.user).values("pk")
    ).exclude(file="")
    return get_object_or_404(rows.select_related("session"), uuid=uuid)
