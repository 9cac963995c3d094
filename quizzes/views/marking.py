"""Marking open answers: the queue, and one answer at a time."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.views.sign_in import sign_in_first
from lms.errors import DomainError
from quizzes.domain.marking.claiming import claim, claim_next, held_by, release
from quizzes.domain.marking.giving import give_mark
from quizzes.domain.marking.queue import open_to, progress_of, queue_of
from quizzes.domain.marking.reading import lines_of, to_read
from quizzes.forms import MarkForm
from quizzes.models import Marking
from quizzes.rules import marking_at

PER_PAGE = 30


@login_required
@require_safe
def queue(request):
    """What waits for the person, the oldest first."""
    if not marking_at(request.user):
        raise Http404
    now = timezone.now()
    waiting = queue_of(request.user, now=now)
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    rows = lines_of(page, user=request.user, language=get_language(), now=now)
    return render(
        request,
        "quizzes/marking/queue.html",
        {
            "page": page,
            "rows": rows,
            "total": page.paginator.count,
            "oldest": rows[0].days if rows and page.number == 1 else None,
            "done": progress_of(request.user, now=now).done,
        },
    )


@require_POST
@sign_in_first("quizzes:marking")
def next_one(request):
    """Take what waits longest, or go on with what one has taken."""
    if not marking_at(request.user):
        raise Http404
    return _to_next(request)


@require_POST
@sign_in_first("quizzes:marking")
def take(request, reference):
    """Take one answer out of the queue."""
    marking = _open(request, reference)
    if not claim(request.user, marking, now=timezone.now()):
        messages.error(request, _("Somebody else has just taken that answer."))
        return redirect("quizzes:marking")
    return redirect("quizzes:mark", marking.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first("quizzes:marking")
def mark(request, reference):
    """The answer that one has taken; its mark, or back with it."""
    if request.method == "POST":
        return _given(request, reference)
    marking = _open(request, reference)
    if marking != held_by(request.user, now=timezone.now()):
        messages.info(request, _("Take an answer from the list to mark it."))
        return redirect("quizzes:marking")
    read = to_read(marking)
    return _page(request, marking, read, MarkForm(rubric=read.rubric))


def _given(request, reference):
    marking = _open(request, reference)
    if request.POST.get("do") == "release":
        release(request.user, marking)
        messages.success(request, _("The answer is back in the list."))
        return redirect("quizzes:marking")
    read = to_read(marking)
    form = MarkForm(request.POST, rubric=read.rubric)
    if not form.is_valid():
        return _page(request, marking, read, form)
    try:
        give_mark(marking, form.given, marker=request.user, now=timezone.now())
    except DomainError as problem:
        if problem.code == "taken":
            messages.error(request, problem.message)
            return redirect("quizzes:marking")
        form.add_error("feedback", problem.message)
        return _page(request, marking, read, form)
    messages.success(request, _("The mark is kept."))
    return _to_next(request)


def _page(request, marking, read, form):
    return render(
        request,
        "quizzes/marking/mark.html",
        {
            "marking": marking,
            "read": read,
            "form": form,
            "rubric": [form[f"points-{row.id}"] for row in read.rubric],
            "progress": progress_of(request.user, now=timezone.now()),
        },
        status=422 if form.errors else 200,
    )


def _to_next(request):
    marking = claim_next(request.user, now=timezone.now())
    if marking is None:
        return redirect("quizzes:marking")
    return redirect("quizzes:mark", marking.reference)


def _open(request, reference) -> Marking:
    """An answer that the person may mark and has not; any other does not exist for
    them."""
    found = open_to(request.user, now=timezone.now()).filter(reference=reference)
    marking = found.first()
    if marking is None:
        raise Http404
    return marking
