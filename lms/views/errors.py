"""Error answers in the person's language. Their templates need no database."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import loader


def _answer(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return HttpResponse(
        loader.get_template(template).render({}, request), status=status
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: cookies are off, or the page is very old."""
    return _answer(request, "403_csrf.html", 403)


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """What was sent makes no sense, or is more than any form of ours holds."""
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, "413.html", 413)
    return _answer(request, "400.html", 400)
