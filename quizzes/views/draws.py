"""What the rules of a draw come to, shown beside them while they are written."""

import re
from collections import Counter

from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.digits import whole_number
from quizzes.domain.draw_rules import as_written, outlook, rules_in
from quizzes.models.pages import MOST_DRAWN
from quizzes.views.banks import bank_of_author

RULE = re.compile(
    r"(?P<count>[0-9]{0,2})\|(?P<difficulty>[1-3]?)\|(?P<tags>[^|]{0,120})"
)
# A quiz has no more rules than these.
MOST_RULES = 12


@require_safe
def draws(request, pk):
    """How many questions of a bank each rule fits, and what is too little."""
    bank = bank_of_author(request, pk)
    asked = request.GET.getlist("rule")[:MOST_RULES]
    rules = rules_in(row.groupdict() for row in map(RULE.fullmatch, asked) if row)
    questions = as_written(bank, language=request.GET.get("language", ""))
    found = outlook(questions, rules, _number(request.GET.get("draw", "")))
    tags = Counter(tag for one in questions for tag in one.all_tags)
    return render(
        request,
        "quizzes/admin/draws.html",
        {"outlook": found, "tags": sorted(tags.items())},
    )


def _number(text: str) -> int:
    return min(whole_number(text, digits=2) or 0, MOST_DRAWN)
