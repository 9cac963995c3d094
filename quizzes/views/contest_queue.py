"""Contested results in the content admin: what waits, and an answer to each."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.exercises import kind_of
from lms.errors import DomainError
from quizzes.domain import attempts
from quizzes.domain.contesting.answering import MOST, answer_contest
from quizzes.domain.contesting.reading import own_contests
from quizzes.domain.titles import title_of_quiz
from quizzes.domain.versions import language_in, versions_of
from quizzes.enums import ContestOutcome

# So many that were answered or withdrawn are listed.
LOGGED = 50


@require_safe
def queue(request):
    """What waits for an answer, the most urgent first, and what was answered."""
    mine = own_contests(request.user)
    return TemplateResponse(
        request,
        "quizzes/admin/contests.html",
        {
            "open": _rows(mine.open()),
            "closed": _rows(
                mine.exclude(pk__in=mine.open().values("pk")).order_by("-made_at")[
                    :LOGGED
                ]
            ),
        },
    )


def _rows(contests) -> list[dict]:
    now, language = timezone.now(), get_language()
    contests = list(contests)
    versions = versions_of(one.item.version_id for one in contests if one.item)
    return [
        {
            "contest": one,
            "course": one.attempt.enrolment.course.code,
            "quiz": title_of_quiz(one.attempt, language),
            "question": versions[one.item.version_id].key if one.item else "",
            "is_late": one.is_open and one.due_at < now,
        }
        for one in contests
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, contest):
    """The question, the answer given and the reason; and the answer to it."""
    found = get_object_or_404(own_contests(request.user), uuid=contest)
    problem = ""
    if request.method == "POST":
        outcome = request.POST.get("outcome", "")
        try:
            answer_contest(
                found,
                outcome=outcome,
                words=request.POST.get("answer", ""),
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            problem = refusal.message
        else:
            return _answered(request, found, outcome)
    items = attempts.items_of(found.attempt)
    outcome = attempts.outcome_of(found.attempt, items=items)
    shown = [one for one in items if one.pk == found.item_id] if found.item else items
    answers = attempts.current_answers(found.attempt)
    return TemplateResponse(
        request,
        "quizzes/admin/contest.html",
        {
            **_rows([found])[0],
            "outcome": outcome,
            "items": [
                _item(one, answers.get(one.pk), outcome)
                for one in shown
                if one.version.counts
            ],
            "outcomes": ContestOutcome.choices,
            "typed": request.POST,
            "most": MOST,
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _answered(request, contest, outcome: str):
    messages.success(request, _("Sent. The learner reads it beside the result."))
    if outcome == ContestOutcome.CORRECTED and contest.item:
        version = versions_of([contest.item.version_id])[contest.item.version_id]
        return redirect("bank_regrade_new", version.bank_id, version.pk)
    return redirect("quiz_contests")


def _item(item, given, outcome) -> dict:
    language = language_in(item.version, get_language())
    content = item.version.content[language]
    kind = kind_of(content)
    return {
        "item": item,
        "prompt": content["prompt"],
        "language": language,
        "grade": outcome.by_item.get(item.pk),
        "template": kind.review_template,
        "review": kind.review(
            content, order=item.order, answer=given.payload if given else None
        ),
    }
