"""Authors answer a question or a quiz as a learner would. Answers go from page to page
with the form, and nowhere else."""

import json
from secrets import randbelow

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from courses.exercises import InvalidAnswer
from courses.rules import can_author
from lms.digits import whole_number
from quizzes.domain.trying_out import (
    SEEDS,
    Tried,
    come_to,
    newest,
    try_question,
    try_quiz,
)
from quizzes.models import Question, QuizPage

END = "end"


@require_http_methods(["GET", "HEAD", "POST"])
def question(request, pk):
    """One question as it is being written; after answering, what a learner would read."""
    mine = policy_registry.get_by_type(Question).instances_user_has_any_permission_for(
        request.user, {"change"}
    )
    found = get_object_or_404(mine.select_related("locale", "latest_revision"), pk=pk)
    tried = try_question(newest(found), seed=pk)
    others = mine.filter(translation_key=found.translation_key).exclude(pk=pk)
    context = {
        "name": found.key,
        "back": reverse("wagtailsnippets_quizzes_question:edit", args=[pk]),
        "others": [
            (
                settings.RELAY_LANGUAGE_NAMES[other.locale.language_code],
                reverse("question_try", args=[other.pk]),
            )
            for other in others.select_related("locale")
        ],
    }
    if tried is None:
        return TemplateResponse(request, "quizzes/trying/empty.html", context)
    answer, problem = None, False
    if request.method == "POST":
        answer, problem = _read(tried, request.POST)
    context |= {
        "asked": _asked(tried, answer),
        "problem": problem,
        "shown": _reviewed(tried, answer)
        if request.method == "POST" and not problem and not tried.kind.walks
        else None,
    }
    return TemplateResponse(request, "quizzes/trying/question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request, pk):
    """A quiz as it would be drawn, one question after the other, and its result."""
    page = get_object_or_404(
        QuizPage.objects.select_related("bank__course", "locale"), pk=pk
    )
    if not can_author(request.user, page.bank.course):
        raise Http404
    seed = request.GET.get("seed", "")
    number = whole_number(seed, digits=len(str(SEEDS - 1)))
    if number is None:
        asked = request.GET.copy()
        asked["seed"] = str(randbelow(SEEDS))
        return redirect(f"{request.path}?{asked.urlencode()}")
    with_drafts = "drafts" in request.GET
    draft = page.get_latest_revision_as_object() if with_drafts else page
    tried = try_quiz(draft, seed=number, with_drafts=with_drafts)
    context = {
        "name": page.title,
        "page_pk": pk,
        "seed": seed,
        "with_drafts": with_drafts,
        "back": reverse("wagtailadmin_pages:edit", args=[pk]),
        "total": len(tried),
    }
    if not tried:
        return TemplateResponse(request, "quizzes/trying/empty.html", context)
    answers = _carried(tried, request.POST.get("answers", ""))
    at = _place(request.POST.get("at", ""), len(tried))
    problem = False
    if at is not None:
        answer, problem = _read(tried[at - 1], request.POST)
        if not problem:
            answers.pop(at, None)
            answers |= {} if answer is None else {at: answer}
    go = request.POST.get("go", "")
    context["answers"] = json.dumps(answers)
    if go == END and not problem:
        context |= {
            "come": come_to(tried, answers, pass_percent=draft.pass_percent),
            "rows": [
                _reviewed(one, answers.get(place))
                for place, one in enumerate(tried, start=1)
            ],
        }
        return TemplateResponse(request, "quizzes/trying/result.html", context)
    # A step on the way through a dialogue stays where it is.
    here = (at if problem or not go else _place(go, len(tried))) or 1
    context |= {
        "asked": _asked(tried[here - 1], answers.get(here)),
        "place": here,
        "previous": here - 1 or None,
        "following": here + 1 if here < len(tried) else END,
        "problem": problem,
    }
    return TemplateResponse(request, "quizzes/trying/quiz.html", context)


def _read(tried: Tried, data) -> tuple[dict | None, bool]:
    """The answer of a posted form, and whether it was none that the question takes."""
    try:
        return tried.kind.read(tried.content, data), False
    except InvalidAnswer:
        return None, True


def _carried(tried: list[Tried], text: str) -> dict[int, dict]:
    """The answers so far, by place, as the form carries them."""
    try:
        held = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(held, dict):
        return {}
    found = {
        place: one.clean(held.get(str(place)))
        for place, one in enumerate(tried, start=1)
    }
    return {place: answer for place, answer in found.items() if answer is not None}


def _place(text: str, total: int) -> int | None:
    place = whole_number(text, digits=3)
    return place if place and place <= total else None


def _asked(tried: Tried, answer) -> dict:
    """What the form of a question shows."""
    kind, language = tried.kind, tried.question.locale.language_code
    with translation.override(language):
        walked = kind.walks and _can_be_walked(tried, answer)
        view = (
            kind.whole(tried.content)
            if kind.walks and not walked
            else kind.view(tried.content, order=tried.order, answer=answer)
        )
    return {
        "view": view,
        "kind": kind.name,
        "walked": walked,
        "template": kind.walk_template if walked else kind.form_template,
        "script": kind.script,
        "language": language,
        "key": tried.question.key,
        "must_pass": tried.question.must_pass,
    }


def _can_be_walked(tried: Tried, answer) -> bool:
    """False for a draft that has no scene yet, or none where its way leads."""
    try:
        tried.kind.steps(tried.content, answer["way"] if answer else [])
    except InvalidAnswer:
        return False
    return True


def _reviewed(tried: Tried, answer) -> dict:
    """What a learner reads afterwards, and how right it was."""
    kind, verdict = tried.kind, tried.grade(answer)
    correctness = verdict.correctness
    with translation.override(tried.question.locale.language_code):
        review = (
            None
            if kind.walks
            else kind.review(tried.content, order=tried.order, answer=answer)
        )
    return {
        "key": tried.question.key,
        "prompt": tried.content["prompt"],
        "feedback": tried.content.get("feedback", ""),
        "language": tried.question.locale.language_code,
        "must_pass": tried.question.must_pass,
        "review": review,
        "template": kind.review_template,
        "is_right": verdict.is_right,
        "is_graded": correctness is not None,
        "to_be_marked": verdict.to_be_marked,
        "percent": None if correctness is None else round(correctness * 100),
    }
