"""The staff lists of an organisation: bringing one, what it would do, and what it did."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.views.long_work import progress_answer
from lms.errors import DomainError
from lms.spreadsheet import csv_lines
from organisations.views.frame import own_organisation
from tracking.domain.pickup.setting import pickup_of
from tracking.domain.staff.asking import bring_list
from tracking.domain.staff.reading import lines_to_download, lists_of
from tracking.enums import StaffLeadState, StaffRowState
from tracking.forms import StaffListForm
from tracking.models import StaffImport
from tracking.models.staff import AT_WORK

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest, code: str) -> HttpResponse:
    """The lists so far, and a form to bring one. Nothing about anybody changes by it."""
    organisation = own_organisation(request, code)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StaffListForm(*given)
    if given and form.is_valid():
        try:
            run = bring_list(
                organisation,
                form.cleaned_data["sheet"],
                sector=form.cleaned_data["sector"],
                is_everybody=form.cleaned_data["is_everybody"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("tracking:staff_list", code=code, pk=run.pk)
    page = Paginator(lists_of(organisation), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tracking/staff/lists.html",
        {
            "organisation": organisation,
            "form": form,
            "page": page,
            "pickup": pickup_of(organisation),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_safe
def progress(request: HttpRequest, code: str, pk: int) -> JsonResponse:
    """How far a list is, for the page's script."""
    run = own_list(request, code, pk)
    return progress_answer(
        run if run.state in AT_WORK else None, _("%(done)s of %(total)s lines")
    )


@login_required
@require_safe
def lines_csv(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What becomes of each line, as a file; all of them, or as they are filtered."""
    run = own_list(request, code, pk)
    response = StreamingHttpResponse(
        csv_lines(_csv_rows(run, chosen_state(request), get_language())),
        content_type="text/csv; charset=utf-8",
    )
    name = f"relay-staff-{run.organisation.code}-{run.pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def own_list(request: HttpRequest, code: str, pk: int) -> StaffImport:
    """A list of an organisation that the person coordinates; 404 for any other."""
    return get_object_or_404(
        StaffImport.objects.select_related("organisation", "asked_by", "decided_by"),
        organisation=own_organisation(request, code),
        pk=pk,
    )


def chosen_state(request: HttpRequest) -> str:
    """The state of lines, or "refused" of line managers, that is asked for; "" for all
    of them."""
    asked = request.GET.get("state", "")
    known = (*StaffRowState.values, StaffLeadState.REFUSED)
    return asked if asked in known else ""


def _csv_rows(run: StaffImport, state: str, language: str):
    # The lines are written after the request's language is gone.
    with override(language):
        yield (
            _("Line"),
            _("E-mail address"),
            _("Name"),
            _("Department"),
            _("What becomes of it"),
            _("Why not"),
            _("What changes"),
        )
        yield from lines_to_download(run, state)
