"""One staff list: its columns, what it would do, the decision, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.errors import DomainError
from tracking.domain.staff.asking import (
    confirm,
    many_leave,
    match_by_hand,
    set_aside,
    take_back,
    undo_until,
    unknown_columns,
)
from tracking.domain.staff.mailing import possible_mails
from tracking.domain.staff.reading import (
    counts_of,
    differences_of,
    headings_to_match,
    leads_counted,
    name_of,
    problems_of,
    rows_of,
)
from tracking.domain.staff.undoing import undone_of
from tracking.enums import StaffImportState, StaffLeadState, StaffRowState
from tracking.forms import ColumnsForm
from tracking.models import StaffImport
from tracking.models.staff import ACTED, AT_WORK
from tracking.views.staff.lists import PER_PAGE, chosen_state, own_list

# What becomes of a line, as a chip of the interface.
CHIPS = {
    StaffRowState.NEW: "info",
    StaffRowState.JOINS: "info",
    StaffRowState.MOVED: "info",
    StaffRowState.CHANGED: "info",
    StaffRowState.LEFT: "warn",
    StaffRowState.ERROR: "danger",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def staff_list(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What a list would do, and the decision; afterwards what it did."""
    run = own_list(request, code, pk)
    if run.state == StaffImportState.MATCHING:
        return _matching(request, run)
    if request.method == "POST":
        _act(request, run)
        return redirect("tracking:staff_list", code=code, pk=pk)
    return render(request, "tracking/staff/list.html", _shown(request, run))


def _matching(request: HttpRequest, run: StaffImport) -> HttpResponse:
    now = timezone.now()
    if "set_aside" in request.POST:
        set_aside(run, actor=request.user, now=now)
        return redirect("tracking:staff", code=run.organisation.code)
    headings = headings_to_match(run, unknown_columns(run))
    data = request.POST if request.method == "POST" else None
    form = ColumnsForm(data, headings=headings)
    if data is not None and form.is_valid():
        try:
            match_by_hand(run, form.chosen, actor=request.user, now=now)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(
                "tracking:staff_list", code=run.organisation.code, pk=run.pk
            )
    return render(
        request,
        "tracking/staff/columns.html",
        {"run": run, "organisation": run.organisation, "form": form},
        status=422 if form.errors else 200,
    )


def _act(request: HttpRequest, run: StaffImport) -> None:
    told = {"actor": request.user, "now": timezone.now()}
    try:
        if "confirm" in request.POST:
            confirm(
                run,
                with_mails="with_mails" in request.POST,
                is_sure="is_sure" in request.POST,
                **told,
            )
        elif "set_aside" in request.POST:
            set_aside(run, **told)
            messages.success(request, _("The list is set aside. Nothing was changed."))
        elif "take_back" in request.POST:
            take_back(run, **told)
    except DomainError as refusal:
        messages.error(request, refusal.message)


def _shown(request: HttpRequest, run: StaffImport) -> dict:
    state, counts, leads = chosen_state(request), counts_of(run), leads_counted(run)
    page = Paginator(rows_of(run, state), PER_PAGE).get_page(request.GET.get("page"))
    is_looked = run.state == StaffImportState.LOOKED
    until = undo_until(run)
    return {
        "run": run,
        "organisation": run.organisation,
        "is_at_work": run.state in AT_WORK,
        "is_looked": is_looked,
        "acting": sum(count for one, count in counts if one in ACTED),
        "many_leave": is_looked and many_leave(run),
        "leaving": dict(counts).get(StaffRowState.LEFT, 0),
        "mails": possible_mails(run) if is_looked else 0,
        "undo_until": until,
        "can_undo": run.state == StaffImportState.DONE and timezone.now() < until,
        "undone": undone_of(run) if run.undo_asked_at and not run.emptied_at else None,
        "state": state,
        "leads": leads,
        "tabs": _tabs(counts, leads, state),
        "page": page,
        "rows": [
            (
                row,
                name_of(row),
                CHIPS.get(row.state, "neutral"),
                problems_of(row),
                differences_of(row),
            )
            for row in page
        ],
    }


def _tabs(counts, leads, current: str) -> list[dict]:
    every = sum(count for _state, count in counts)
    refused = [one for one in leads if one[0] == StaffLeadState.REFUSED]
    filters = ((one, one.label, n) for one, n in (*counts, *refused))
    tabs = [("", _("All lines"), every), *filters]
    return [
        {
            "label": f"{label} ({n})",
            "url": f"?state={value}",
            "current": value == current,
        }
        for value, label, n in tabs
    ]
