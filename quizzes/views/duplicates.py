"""Questions that ask nearly the same, in the content admin."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.paginator import WagtailPaginator

from courses.domain.editions.wording import Run, compared
from lms.digits import whole_number
from lms.requests import way_back
from lms.texts import in_a_sentence
from quizzes.domain.analysis.figures import FEWEST
from quizzes.domain.duplicates.asides import (
    asides_of,
    bring_back,
    put_aside,
    still_hold,
)
from quizzes.domain.duplicates.finding import near_duplicates
from quizzes.domain.duplicates.index import Pair
from quizzes.domain.duplicates.reading import (
    bodies_of,
    languages_of,
    own_banks,
    own_questions,
)
from quizzes.domain.duplicates.texts import lines_of
from quizzes.domain.uses import asked_by_question
from quizzes.models import Bank, Question
from quizzes.views.analysis import words
from quizzes.views.banks import bank_of_author

PAIRS_ON_A_PAGE = 20
ROWS_ON_A_PAGE = 50
LEAST_FIRST = "least"
# Fits the database's largest integer.
MOST_DIGITS = 18


@dataclass(frozen=True)
class Asked:
    """What of all the pairs is asked for. `one` is a question whose pairs alone are
    shown; then the language is its own."""

    language: str
    bank: Bank | None = None
    one: Question | None = None
    least_first: bool = False

    def of(self, pairs: list[Pair], *, in_bank: set[int]) -> list[Pair]:
        if self.bank:
            pairs = [p for p in pairs if p.first in in_bank or p.second in in_bank]
        if self.one:
            pairs = [p for p in pairs if self.one.pk in (p.first, p.second)]
        return pairs[::-1] if self.least_first else pairs


@require_safe
def duplicates(request):
    """Pairs of questions side by side, among all that a person writes or reviews."""
    mine = own_questions(request.user)
    languages = languages_of(mine)
    asked = _asked(request, languages)
    in_bank = set()
    if asked.bank:
        rows = mine.filter(bank=asked.bank, locale__language_code=asked.language)
        in_bank = set(rows.values_list("pk", flat=True))
    found = asked.of(near_duplicates(mine, language=asked.language), in_bank=in_bank)
    paginator = WagtailPaginator(found, PAIRS_ON_A_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        "quizzes/admin/duplicates/pairs.html",
        {
            "asked": asked,
            "language": in_a_sentence(asked.language),
            "languages": _named(languages),
            "banks": own_banks(request.user),
            "count": len(found),
            "page": page,
            "pairs": _shown(page.object_list),
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "fewest": FEWEST,
            "least": LEAST_FIRST,
            "back": request.get_full_path(),
        },
    )


@require_safe
def of_bank(request, pk):
    """The pairs in which a bank has a part."""
    bank = bank_of_author(request, pk)
    return redirect(f"{reverse('question_duplicates')}?bank={bank.pk}")


@require_POST
def decide(request):
    """Two questions are no duplicates, or are shown among the pairs again."""
    first, second = _pair(request)
    act = {"actor": request.user, "now": timezone.now()}
    told = {"first": first.key, "second": second.key}
    if "again" in request.POST:
        bring_back(first, second, **act)
        message = _("“%(first)s” and “%(second)s” are among the pairs again.")
    else:
        put_aside(first, second, **act)
        message = _(
            "“%(first)s” and “%(second)s” are put aside until the text of one of them "
            "changes. Under “Put aside” you can bring them back."
        )
    messages.success(request, message % told)
    return redirect(way_back(request) or "question_duplicates")


@require_safe
def put_asides(request):
    """What was put aside, to be brought back."""
    mine = own_questions(request.user)
    rows = asides_of(mine).select_related(
        "first__bank", "second__bank", "first__locale", "put_aside_by"
    )
    paginator = WagtailPaginator(rows, ROWS_ON_A_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    asides = list(page.object_list)
    holding = still_hold(asides)
    return TemplateResponse(
        request,
        "quizzes/admin/duplicates/put_aside.html",
        {
            "page": page,
            "rows": [
                {
                    "aside": one,
                    "language": words.named(one.first.locale.language_code),
                    "holds": one.pk in holding,
                }
                for one in asides
            ],
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "back": request.get_full_path(),
        },
    )


def _asked(request, languages: dict[str, int]) -> Asked:
    """Raises Http404 for a bank or a question that is not the person's."""
    data, given = request.GET, {}
    language = data.get("language", "")
    if data.get("bank"):
        given["bank"] = _own(own_banks(request.user), data["bank"])
    if data.get("question"):
        rows = own_questions(request.user).select_related("locale", "bank")
        given["one"] = _own(rows, data["question"])
        language = given["one"].locale.language_code
    if language not in languages:
        # Where most is written; English before anything is.
        language = next(iter(languages), "en")
    least_first = data.get("order") == LEAST_FIRST
    return Asked(language, least_first=least_first, **given)


def _own(rows, pk: str):
    number = whole_number(pk, digits=MOST_DIGITS)
    if number is None:
        raise Http404
    return get_object_or_404(rows, pk=number)


def _pair(request) -> tuple[Question, Question]:
    """The two questions that a form names, both the person's, in one language."""
    rows = own_questions(request.user).select_related("bank__course")
    first, second = (
        _own(rows, request.POST.get(name, "")) for name in ("first", "second")
    )
    if first.locale_id != second.locale_id or first.pk == second.pk:
        raise Http404
    return first, second


def _named(languages: dict[str, int]) -> list[dict]:
    return [
        {"code": code, "name": words.named(code), "count": count}
        for code, count in languages.items()
    ]


def _shown(pairs: list[Pair]) -> list[dict]:
    """In as many queries for many pairs as for one."""
    ids = {pk for pair in pairs for pk in (pair.first, pair.second)}
    rows = Question.objects.filter(pk__in=ids)
    questions = rows.select_related("bank").in_bulk()
    bodies = bodies_of(rows)
    asked = asked_by_question(one.translation_key for one in questions.values())
    return [
        {
            "pair": pair,
            "sides": [
                _side(questions[pk], bodies[pk], asked, runs)
                for pk, runs in zip(
                    (pair.first, pair.second),
                    _runs(bodies[pair.first], bodies[pair.second]),
                    strict=True,
                )
            ],
        }
        for pair in pairs
    ]


def _side(question: Question, body: list, asked: dict, runs: list[Run]) -> dict:
    return {
        "question": question,
        "kind": ", ".join(words.kind_name(child["type"]) for child in body),
        "state": _state(question),
        "asked": asked[question.translation_key],
        "runs": runs,
    }


def _runs(first: list, second: list) -> tuple[list[Run], list[Run]]:
    """The text of each of the two, in which is marked what the other does not have."""
    runs = compared(lines_of(first), lines_of(second))
    return (
        [run for run in runs if run.kind != "added"],
        [run for run in runs if run.kind != "removed"],
    )


def _state(question: Question) -> str:
    if not question.live:
        return _("not published")
    if question.has_unpublished_changes:
        return _("published, changed since")
    return pgettext("question", "published")
