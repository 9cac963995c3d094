"""The stylesheet of an organisation's own colour."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lms.errors import DomainError
from organisations.domain.looks import stylesheet


@require_safe
def look_sheet(request: HttpRequest, colour: str) -> HttpResponse:
    """What a colour makes of the interface. It says nothing of anybody, and the same
    address always gives the same."""
    try:
        sheet = stylesheet(f"#{colour}")
    except DomainError as error:
        raise Http404 from error
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
