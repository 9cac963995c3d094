"""How far the people of a course came together, for those who make it and teach it."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses.domain.manifest import outline_of
from courses.models.polls import COHORT
from quizzes.domain.pairs.cohort import Cohort, gains_of
from quizzes.models import Bank
from quizzes.rules import can_see_gains


@require_safe
def gains(request, pk):
    """Before and after of the pair that draws from a bank, edition by edition."""
    bank = get_object_or_404(Bank.objects.select_related("course__owner"), pk=pk)
    if not can_see_gains(request.user, bank.course):
        raise Http404
    found = gains_of(bank)
    return TemplateResponse(
        request,
        "quizzes/admin/gains.html",
        {
            "bank": bank,
            "fewest": COHORT,
            "together": found.together,
            "cohorts": [
                {"cohort": cohort, "lessons": _lessons(cohort)}
                for cohort in found.cohorts
            ],
        },
    )


def _lessons(cohort: Cohort) -> list[dict]:
    """Those that are shown, in the order of the edition, by their titles."""
    outline = outline_of(cohort.edition.pk)
    language = outline.language_for(get_language())
    titles = {
        activity["key"]: activity["title"][language]
        for module in outline.modules
        for activity in module["activities"]
    }
    order = {key: place for place, key in enumerate(titles)}
    shown = sorted(
        cohort.lessons.items(), key=lambda row: order.get(row[0][0], len(order))
    )
    return [
        {"title": titles.get(lesson) or topic.replace("-", " "), "points": points}
        for (lesson, topic), points in shown
    ]
