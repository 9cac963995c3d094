"""The versions of a bank's questions in the content admin."""

from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from quizzes.domain.version_list import version_keys, versions_with_uses
from quizzes.views.banks import bank_of_author

ON_A_PAGE = 50


@require_safe
def versions(request, pk):
    """Every version of every question, and which editions ask it."""
    bank = bank_of_author(request, pk)
    page = Paginator(version_keys(bank), ON_A_PAGE).get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        "quizzes/admin/versions.html",
        {
            "bank": bank,
            "page": page,
            "questions": versions_with_uses(bank, page.object_list),
        },
    )
