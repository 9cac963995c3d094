"""What learners chose on a bank's scales, for its authors."""

from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from quizzes.domain.scales import figures_of
from quizzes.models.scales import COHORT
from quizzes.views.banks import bank_of_author


@require_safe
def scales(request, pk):
    """Figures of enough people, and nothing else."""
    bank = bank_of_author(request, pk)
    return TemplateResponse(
        request,
        "quizzes/admin/scales.html",
        {
            "bank": bank,
            "figures": figures_of(bank, language=get_language()),
            "least": COHORT,
        },
    )
