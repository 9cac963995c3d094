"""A design as its author sees it: the real PDF, in the preview beside the form."""

from django.http import HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language

from certificates.domain.designs.example import example_pdf, language_of
from certificates.domain.designs.printing import pages_of
from certificates.enums import Paper
from lms.errors import DomainError

# Asks for the PDF alone; the page around it asks for itself, and says in words what
# cannot be printed.
FILE = "pdf"


def show(design, request, mode: str) -> HttpResponse:
    """The answer to a preview, of what the form holds now."""
    asked = getattr(request, "preview_query", None) or QueryDict()
    problem, pdf = "", b""
    try:
        pdf = example_pdf(design, mode, now=timezone.now())
    except DomainError as error:
        problem = error.message
    if FILE in asked and pdf:
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={"Content-Disposition": 'inline; filename="example.pdf"'},
        )
    return TemplateResponse(
        request,
        "certificates/preview/design.html",
        {
            "object": design,
            "language": language_of(design),
            "reader": get_language(),
            "problem": problem,
            "is_too_long": pages_of(pdf) > 1,
            "query": _query(asked),
            "is_portrait": design.paper == Paper.PORTRAIT,
        },
    )


def _query(asked: QueryDict) -> str:
    query = asked.copy()
    query[FILE] = "1"
    return query.urlencode()
