"""How the questions of a bank do, in the content admin."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from courses.views.long_work import progress_answer
from quizzes.domain.analysis.counting import ask_for_analysis, under_way
from quizzes.domain.analysis.figures import FEWEST
from quizzes.domain.analysis.flags import Flag
from quizzes.domain.analysis.queries import Told, figures_of_bank
from quizzes.domain.versions import content_in, language_in
from quizzes.models import BankAnalysis
from quizzes.views.analysis import words
from quizzes.views.analysis.plots import scatter
from quizzes.views.banks import bank_of_author

ON_A_PAGE = 50
WORDS = gettext_lazy("%(done)s of %(total)s attempts read")

FLAGS = list(Flag)
# How the table may be ordered; a minus in the address turns it round.
ORDERS = {
    "flags": lambda one: (_gravity(one.row.flags), one.version.key),
    "key": lambda one: one.version.key,
    "attempts": lambda one: one.row.attempts,
    "facility": lambda one: one.row.facility,
    "discrimination": lambda one: _known(one.row.discrimination),
    "time": lambda one: _known((one.row.quartiles or {}).get("median")),
}


def _gravity(flags: list[dict]) -> list[int]:
    """The gravest first; what has no flag comes last."""
    return [FLAGS.index(flag["name"]) for flag in flags] or [len(FLAGS)]


def _known(value) -> tuple:
    """What is not known comes last."""
    return (value is None, value or 0)


@require_safe
def analysis(request, pk):
    """The questions of a bank with what is worth a look, as a picture and a table."""
    bank = bank_of_author(request, pk)
    found = figures_of_bank(bank)
    only = "flagged" in request.GET
    told = [one for one in found.told if one.row.is_flagged or not only]
    order = _order(request)
    told.sort(key=ORDERS[order.removeprefix("-")], reverse=order.startswith("-"))
    page = Paginator(told, ON_A_PAGE).get_page(request.GET.get("p"))
    work = BankAnalysis.objects.filter(bank=bank).first()
    return TemplateResponse(
        request,
        "quizzes/admin/analysis/bank.html",
        {
            "bank": bank,
            "work": work,
            "is_under_way": bool(work) and under_way(work, now=timezone.now()),
            "words": WORDS % {"done": work.done, "total": work.total} if work else "",
            "found": found,
            "flagged": _told_of_flagged(found.flagged),
            "too_few": _told_of_too_few(found.too_few),
            "fewest": FEWEST,
            "only": only,
            "page": page,
            "rows": [shown(one, request.LANGUAGE_CODE) for one in page],
            "columns": _columns(order, only=only),
            "plot": scatter(found.told),
        },
    )


@require_POST
def start(request, pk):
    """Count the bank anew, in the background."""
    bank = bank_of_author(request, pk)
    ask_for_analysis(bank, now=timezone.now())
    messages.success(request, _("The answers are being counted."))
    return redirect("bank_analysis", pk)


@require_safe
def progress(request, pk) -> JsonResponse:
    """How far it is, for the page's script."""
    bank = bank_of_author(request, pk)
    work = BankAnalysis.objects.filter(bank=bank).first()
    busy = work is not None and under_way(work, now=timezone.now())
    return progress_answer(work if busy else None, WORDS)


def shown(one: Told, language: str) -> dict:
    """A question as a row of the table."""
    row, version = one.row, one.version
    return {
        "told": one,
        "prompt": content_in(version, language)["prompt"],
        "language": language_in(version, language),
        "kind": words.kind_name(version.kind),
        "facility": words.percent(row.facility),
        "discrimination": words.correlation(row.discrimination),
        "time": words.time((row.quartiles or {}).get("median")),
        "flags": words.shorts(row.flags),
    }


def _order(request) -> str:
    given = request.GET.get("order", "")
    return given if given.removeprefix("-") in ORDERS else "flags"


def _columns(order: str, *, only: bool) -> list[dict]:
    """The head of the table: each column may order it, this way or the other."""
    names = {
        "key": _("Question"),
        "attempts": _("Attempts"),
        "facility": _("Right"),
        "discrimination": _("Tells apart"),
        "time": _("Median time"),
        "flags": _("Worth a look"),
    }
    more = "&flagged" if only else ""
    return [
        {
            "label": label,
            "url": f"?order={'-' if order == name else ''}{name}{more}",
            "sort": {name: "ascending", f"-{name}": "descending"}.get(order, "none"),
        }
        for name, label in names.items()
    ]


def _told_of_flagged(count: int) -> str:
    told = ngettext(
        "%(count)s question is worth a look.",
        "%(count)s questions are worth a look.",
        count,
    )
    return told % {"count": count}


def _told_of_too_few(count: int) -> str:
    told = ngettext(
        "%(count)s more question has too few answers to say anything.",
        "%(count)s more questions have too few answers to say anything.",
        count,
    )
    return told % {"count": count} if count else ""
