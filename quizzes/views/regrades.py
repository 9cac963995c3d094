"""Answers that are graded again, in the content admin: looked at, decided, logged."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.views.long_work import progress_answer
from lms.errors import DomainError
from quizzes.domain.regrading.asking import (
    ask_for_regrade,
    decide,
    set_aside,
    ways_for,
)
from quizzes.domain.regrading.figures import Figures
from quizzes.domain.regrading.reading import asked_of, log_of
from quizzes.domain.versions import content_in, language_in
from quizzes.enums import RegradeHow, RegradeState
from quizzes.models import Question
from quizzes.models.regrades import AT_WORK
from quizzes.rules import can_regrade
from quizzes.views.banks import bank_of_author

# So many are listed.
LOGGED = 100
ON_A_PAGE = 50


@require_safe
def regrades(request, pk):
    """The questions of a bank that were asked, and what was graded again."""
    bank = bank_of_author(request, pk)
    asked = asked_of(bank, language=get_language())
    page = Paginator(asked, ON_A_PAGE).get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        "quizzes/admin/regrades.html",
        {
            "bank": bank,
            "page": page,
            "log": [_logged(one) for one in log_of(bank)[:LOGGED]],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, pk, version):
    """Say how answers to a question are to be graded, and have it looked at."""
    bank = bank_of_author(request, pk)
    asked = get_object_or_404(bank.versions, pk=version)
    if not asked.counts:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            regrade = ask_for_regrade(
                asked,
                request.POST.get("how", ""),
                reason=request.POST.get("reason", ""),
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            problem = refusal.message
        else:
            return redirect("bank_regrade", bank.pk, regrade.pk)
    language = language_in(asked, get_language())
    rows = Question.objects.filter(translation_key=asked.question_key)
    return TemplateResponse(
        request,
        "quizzes/admin/regrade_new.html",
        {
            "bank": bank,
            "version": asked,
            "prompt": content_in(asked, language)["prompt"],
            "language": language,
            "question": rows.order_by("locale_id").first(),
            "ways": [(way, way.label) for way in ways_for(asked)],
            "how": request.POST.get("how", ""),
            "reason": request.POST.get("reason", ""),
            "problem": problem,
        },
        status=422 if problem else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def regrade(request, pk, regrade):
    """What it would do, and the decision; afterwards what it did."""
    bank = bank_of_author(request, pk)
    found = get_object_or_404(log_of(bank), pk=regrade)
    may_decide = can_regrade(request.user, bank.course)
    if request.method == "POST":
        _act(request, found, may_decide=may_decide)
        return redirect("bank_regrade", bank.pk, found.pk)
    version = found.version
    language = language_in(version, get_language())
    return TemplateResponse(
        request,
        "quizzes/admin/regrade.html",
        {
            "bank": bank,
            "regrade": found,
            "version": version,
            "prompt": content_in(version, language)["prompt"],
            "language": language,
            "is_at_work": found.state in AT_WORK,
            "may_decide": may_decide,
            **_logged(found),
        },
    )


def _act(request, found, *, may_decide: bool) -> None:
    now = timezone.now()
    try:
        if "decide" in request.POST:
            if not may_decide:
                raise Http404
            decide(found, actor=request.user, now=now)
        elif "set_aside" in request.POST:
            set_aside(found, actor=request.user, now=now)
    except DomainError as refusal:
        messages.error(request, refusal.message)


@require_safe
def progress(request, pk, regrade):
    """How far it is, for the page's script."""
    found = get_object_or_404(log_of(bank_of_author(request, pk)), pk=regrade)
    return progress_answer(
        found if found.state in AT_WORK else None,
        _("%(done)s of %(total)s attempts"),
    )


def _logged(one) -> dict:
    """A regrade with its figures as they may be shown: of what it did, or would do."""
    is_carried_out = one.state in (RegradeState.DONE, RegradeState.UNDER_WAY)
    row = one.result if is_carried_out else one.preview
    return {
        "one": one,
        "figures": Figures.of(row).shown,
        "is_known": bool(one.preview),
        "by_key": one.how == RegradeHow.NEW_KEY,
    }
