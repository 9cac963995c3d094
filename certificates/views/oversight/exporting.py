"""What the filters show, as a file."""

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates.domain.oversight.exporting import (
    FORMS,
    export_lines,
    export_workbook,
)
from certificates.views.oversight.frame import for_overseers
from certificates.views.oversight.listing import asked_of
from certificates.views.own import private


@private
@for_overseers
@require_safe
def export(request, form):
    """The filtered rows as CSV or as a workbook."""
    _filters, asked = asked_of(request)
    if asked is None or form not in FORMS:
        raise Http404
    name, now = f"register-{asked.day:%Y-%m-%d}.{form}", timezone.now()
    if form == "xlsx":
        return FileResponse(
            export_workbook(request.user, asked, now=now),
            as_attachment=True,
            filename=name,
            content_type=(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            ),
        )
    return StreamingHttpResponse(
        export_lines(request.user, asked, now=now),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
