"""One's own files: what was made, what is being made, and the file itself."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.domain.enrolment import titles_of
from courses.views.long_work import progress_answer
from lms import audit
from organisations.domain.employers import oversees_employer
from organisations.views.frame import named_organisation
from tracking.domain.exports.chosen import (
    choice_of,
    columns_told,
    days_of,
    words_of,
)
from tracking.domain.exports.files import CONTENT_TYPES
from tracking.domain.exports.making import KEPT
from tracking.models import RegularExport, StaffExport
from tracking.views.exports.regular import rhythm_words

PER_PAGE = 50


@login_required
@require_safe
def exports(request: HttpRequest, code: str) -> HttpResponse:
    """The files that one had made of an organisation, and those that come by
    themselves."""
    organisation = named_organisation(request, code)
    mine = StaffExport.objects.visible_to(request.user).filter(
        organisation=organisation
    )
    page = Paginator(
        mine.select_related("course", "department", "sector"), PER_PAGE
    ).get_page(request.GET.get("page"))
    regular = list(
        RegularExport.objects.visible_to(request.user)
        .filter(organisation=organisation)
        .select_related("course", "department", "sector")
    )
    courses = {one.course for one in [*page, *regular]}
    titles = titles_of(courses, language=get_language()) if courses else {}
    return render(
        request,
        "tracking/exports/list.html",
        {
            "organisation": organisation,
            "page": page,
            "rows": [(one, titles[one.course_id], _narrowed(one)) for one in page],
            "regular": [
                (one, titles[one.course_id], _narrowed(one), rhythm_words(one))
                for one in regular
            ],
        },
    )


@login_required
@require_safe
def one(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One file: how far it is, or where to get it."""
    export = _own(request, code, pk)
    return render(
        request,
        "tracking/exports/one.html",
        {
            "organisation": export.organisation,
            "export": export,
            "words": [
                *words_of(choice_of(export), get_language()),
                columns_told(export.columns),
            ],
            "days": days_of(export.day, export.known_on),
            "is_there": bool(export.file),
            "kept_until": export.finished_at and export.finished_at + KEPT,
        },
    )


@login_required
@require_safe
def progress(request: HttpRequest, code: str, pk: int) -> JsonResponse:
    """How far a file is, for the page's script."""
    export = _own(request, code, pk)
    return progress_answer(
        None if export.finished_at else export, _("%(done)s of %(total)s people")
    )


@login_required
@require_safe
def download(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The file, for whoever had it made and may still see those people."""
    export = _own(request, code, pk)
    if not export.file:
        raise Http404
    audit.record(
        "tracking.export_downloaded",
        actor=request.user,
        subject=export,
        organisation=export.organisation_id,
        now=timezone.now(),
    )
    name = f"relay-{export.organisation.code}-{export.day.isoformat()}.{export.form}"
    response = FileResponse(
        export.file.open("rb"),
        as_attachment=True,
        filename=name,
        content_type=CONTENT_TYPES[export.form],
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _own(request: HttpRequest, code: str, pk: int) -> StaffExport:
    found = get_object_or_404(
        StaffExport.objects.visible_to(request.user).select_related(
            "organisation", "course", "department"
        ),
        organisation__code=code,
        pk=pk,
    )
    if not oversees_employer(request.user, found.organisation):
        raise Http404
    return found


def _narrowed(row) -> str:
    """What narrows a file, in few words; "" for everybody and every column."""
    found = (
        row.department and row.department.name,
        row.sector and str(row.sector),
        row.get_standing_display(),
        f"“{row.search}”" if row.search else "",
        _("columns of the list") if row.columns else "",
    )
    return ", ".join(one for one in found if one)
