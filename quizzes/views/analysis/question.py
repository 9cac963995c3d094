"""How one question does, and what may be done about it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.exercises import kind_of
from lms.requests import way_back
from quizzes.domain.analysis.figures import FEWEST
from quizzes.domain.analysis.queries import is_retired, versions_of_question
from quizzes.domain.retiring import bring_back, retire_question
from quizzes.domain.uses import uses_of
from quizzes.domain.versions import content_in, language_in
from quizzes.models import VersionAnalysis
from quizzes.views.analysis import words
from quizzes.views.analysis.plots import bars
from quizzes.views.banks import bank_of_author

# Pairs of things and places are many; what fewer chose is not listed.
WORTH_LISTING = 0.02


@require_safe
def question(request, pk, key):
    """The figures of a question, each version apart, the newest first."""
    bank = bank_of_author(request, pk)
    questions = list(
        bank.questions.filter(translation_key=key)
        .select_related("locale")
        .order_by("locale_id")
    )
    rows = versions_of_question(bank, key)
    if not questions and not rows:
        raise Http404
    language = request.LANGUAGE_CODE
    return TemplateResponse(
        request,
        "quizzes/admin/analysis/question.html",
        {
            "bank": bank,
            "key": key,
            "name": questions[0].key if questions else rows[0].version.key,
            "questions": [
                {
                    "language": words.named(one.locale.language_code),
                    "url": reverse(
                        "wagtailsnippets_quizzes_question:edit", args=[one.pk]
                    ),
                    "like": f"{reverse('question_duplicates')}?question={one.pk}",
                }
                for one in questions
            ],
            "is_retired": is_retired(bank, key),
            "fewest": FEWEST,
            "versions": [_shown(row, language) for row in rows],
            "uses": _uses(bank, key),
        },
    )


@require_POST
def retire(request, pk, key):
    """Ask it no more from the next edition on, or again."""
    bank = bank_of_author(request, pk)
    if not bank.questions.filter(translation_key=key).exists():
        raise Http404
    act = {"actor": request.user, "now": timezone.now()}
    if "again" in request.POST:
        bring_back(bank, key, **act)
        messages.success(request, _("It is asked again from the next edition on."))
    else:
        retire_question(bank, key, **act)
        messages.success(
            request,
            _("It is retired. Editions that are out keep it; the next has it no more."),
        )
    if back := way_back(request):
        return redirect(back)
    return redirect("bank_question_analysis", pk, key)


def _uses(bank, key) -> dict:
    uses = uses_of(bank, key)
    return {
        "asked": uses.asked,
        "quizzes": [
            {
                "title": page.title,
                "language": page.locale.language_code,
                "name": words.named(page.locale.language_code),
                "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
                "is_live": page.live,
            }
            for page in uses.quizzes
        ],
        "editions": uses.editions,
    }


def _shown(row: VersionAnalysis, language: str) -> dict:
    version = row.version
    content = content_in(version, language)
    options = words.options_of(content)
    quartiles = row.quartiles or {}
    return {
        "row": row,
        "ids": {"picked": f"picked-{row.pk}", "curve": f"curve-{row.pk}"},
        "prompt": content["prompt"],
        "language": language_in(version, language),
        "kind": words.kind_name(version.kind),
        "flags": [words.long(flag, row, options) for flag in row.flags],
        "facility": words.percent(row.facility),
        "discrimination": words.correlation(row.discrimination),
        "blank": words.percent(row.blank),
        "lower": words.time(quartiles.get("lower")),
        "median": words.time(quartiles.get("median")),
        "upper": words.time(quartiles.get("upper")),
        "picked": _picked(row, content),
        "curve": _curve(row.curve),
        "languages": _languages(row.languages),
    }


def _picked(row: VersionAnalysis, content: dict) -> list[dict]:
    """What was chosen, the right ones and those that some chose; the picture goes by
    the numbers of the rows."""
    shares = {one["key"]: one for one in row.picked}
    pickable = kind_of(content).pickable(content)
    few = len(pickable) <= 12
    found = []
    for option in pickable:
        one = shares.get(option["key"], {})
        share = one.get("share", 0)
        if few or option["correct"] or share >= WORTH_LISTING:
            found.append(
                {
                    "number": len(found) + 1,
                    "text": option["text"],
                    "correct": option["correct"],
                    "value": share,
                    "share": words.percent(share),
                    "top": _of_a_third(row, one, "top"),
                    "bottom": _of_a_third(row, one, "bottom"),
                }
            )
    return found and [
        {
            "rows": found,
            "plot": bars(
                (str(one["number"]), one["value"], one["correct"]) for one in found
            ),
        }
    ]


def _of_a_third(row: VersionAnalysis, one: dict, which: str) -> str:
    thirds_are_known = any(other["top"] is not None for other in row.picked)
    return words.percent(one.get(which, 0) if thirds_are_known else None)


def _curve(curve: list[float]) -> list[dict]:
    names = [
        _("Lowest fifth"),
        _("Second fifth"),
        _("Middle fifth"),
        _("Fourth fifth"),
        _("Highest fifth"),
    ]
    rows = list(zip(names, curve, strict=False))
    return rows and [
        {
            "rows": [(name, words.percent(share)) for name, share in rows],
            "plot": bars(
                (str(place), share, False)
                for place, (_name, share) in enumerate(rows, start=1)
            ),
        }
    ]


def _languages(languages: list[dict]) -> list[dict]:
    return [
        {
            "name": words.named(one["language"]),
            "attempts": one["attempts"],
            "facility": words.percent(one["facility"]),
            "difference": "–"
            if one["value"] is None
            else f"{round(one['value'] * 100):+d}",
            "harder": one["harder"],
        }
        for one in languages
    ]
