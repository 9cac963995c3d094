"""A learner contests a result; its authors answer in the content admin."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.parts import Refused
from courses.views.sign_in import sign_in_first
from lms.errors import DomainError
from quizzes.domain import attempts
from quizzes.domain.contesting import giving
from quizzes.models import Contest
from quizzes.views.places import fallback_in, own_attempt, prompt_of, quiz_title


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contest(request, attempt, position=None):
    """Say that the grade of a question, or a whole result, is not right, and why."""
    found = own_attempt(request, attempt)
    if found.submitted_at is None:
        return redirect("quizzes:review", found.uuid)
    item = _item(found, position)
    refused = None
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            made = giving.contest(
                found,
                item,
                reason=reason,
                confirmation=request.POST.get("confirm", ""),
                now=timezone.now(),
            )
        except DomainError as problem:
            refused = Refused.because(problem, text=reason)
        else:
            messages.success(request, _told(made))
            return _to_contested(found)
    return render(
        request,
        "quizzes/contest.html",
        {
            "attempt": found,
            "title": quiz_title(found),
            "fallback": fallback_in(found),
            "item": item,
            "prompt": prompt_of(item) if item else "",
            "days": settings.RELAY_CONTEST_DAYS,
            "most": giving.MOST,
            "can_contest": giving.can_contest(found),
            "refused": refused,
        },
        status=422 if refused else 200,
    )


def _item(attempt, position):
    """The question at a place, if it gives points; None for the whole result."""
    if position is None:
        return None
    for item in attempts.items_of(attempt):
        if item.position == position and item.version.counts:
            return item
    raise Http404


def _told(made: Contest) -> str:
    day = date_format(timezone.localtime(made.due_at), "DATE_FORMAT")
    return _("Sent. You have an answer by %(day)s at the latest.") % {"day": day}


def _to_contested(attempt):
    return redirect(f"{reverse('quizzes:result', args=[attempt.uuid])}#contested")


@require_POST
@sign_in_first("quizzes:result", "attempt")
def withdraw(request, attempt, contest):
    """Take back what was contested."""
    found = own_attempt(request, attempt)
    mine = get_object_or_404(found.contests, uuid=contest)
    try:
        giving.withdraw(mine, now=timezone.now())
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Withdrawn, and your reason is deleted."))
    return _to_contested(found)
