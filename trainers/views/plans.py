"""The plan that a trainer writes, and the minute in which they say how it goes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.detector import MentionsPeople, confirmation_of
from lms.errors import DomainError
from trainers.domain.delivery.reading import ways_to_begin
from trainers.domain.facts import facts_of
from trainers.domain.implementation.doing import done_for
from trainers.domain.implementation.following import (
    answer_follow_up,
    follow_ups_of,
    followed_for,
)
from trainers.domain.implementation.planning import (
    may_plan,
    plans_of,
    waits,
    write_plan,
)
from trainers.domain.sessions.reading import ways_to_plan
from trainers.enums import State
from trainers.forms.plans import (
    FollowUpForm,
    PlanForm,
    begun_by,
    said_before,
    say,
)
from trainers.models import Accreditation
from trainers.views.frame import private
from trainers.views.shown_plans import shown_answer, shown_plan


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, uuid):
    """Write the plan, or write it anew beginning with the last version."""
    found = _mine(request, uuid)
    now = timezone.now()
    facts = facts_of(found, timezone.localdate(now))
    is_first_look = found.state == State.APPLIED
    if not may_plan(found) or (is_first_look and waits(facts)):
        return redirect("trainers:accreditation", found.uuid)
    versions = plans_of(found)
    before = versions[0] if versions else None
    form = PlanForm(request.POST or None, initial=begun_by(before, facts.application))
    made, confirmation = _saved(
        form,
        lambda: write_plan(
            found,
            form.intention,
            key=form.cleaned_data["key"],
            actor=request.user,
            now=now,
        ),
    )
    if made:
        messages.success(
            request,
            _("Kept. The programme owner looks at it.")
            if made.evidence_id
            else _("Kept as version %(version)s.") % {"version": made.version},
        )
        return redirect("trainers:accreditation", found.uuid)
    return render(
        request,
        "trainers/plans/plan.html",
        {
            "accreditation": found,
            "form": form,
            "confirmation": confirmation,
            "before": before,
            "done": done_for([found], facts.day)[found.pk] if before else None,
        },
        status=422 if form.errors else 200,
    )


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request, uuid, months):
    """Say how it goes; once said, what helps next. With `again` in the address it is said
    otherwise."""
    found = _mine(request, uuid)
    now = timezone.now()
    today = timezone.localdate(now)
    follow_ups = follow_ups_of(followed_for([found], today)[found.pk], today)
    due = next((one for one in follow_ups if one.months == months), None)
    if due is None:
        raise Http404
    done = done_for([found], today)[found.pk]
    form = FollowUpForm(request.POST or None, initial=said_before(due.answer, done))
    made, confirmation = _saved(
        form,
        lambda: answer_follow_up(
            found,
            months,
            form.said,
            key=form.cleaned_data["key"],
            actor=request.user,
            now=now,
        ),
    )
    if made:
        return redirect("trainers:follow_up", found.uuid, months)
    versions = plans_of(found)
    context = {
        "accreditation": found,
        "due": due,
        "plan": shown_plan(versions[0]) if versions else None,
        "done": done,
    }
    if not form.is_bound and (not due.is_open or (due.answer and not _again(request))):
        return render(
            request,
            "trainers/plans/said.html",
            {**context, **_what_helps(request, found, due, today)},
        )
    return render(
        request,
        "trainers/plans/follow_up.html",
        {**context, "form": form, "confirmation": confirmation},
        status=422 if form.errors else 200,
    )


def _again(request) -> bool:
    return "again" in request.GET


def _what_helps(request, found, due, today) -> dict:
    """What was said, and what can be done next from here."""
    return {
        "answer": shown_answer(due.answer) if due.answer else None,
        "may_begin": (found.programme, found.language)
        in ways_to_begin(request.user, today),
        "may_plan_sessions": bool(ways_to_plan(request.user, today)),
        "may_write": may_plan(found),
    }


def _mine(request, uuid) -> Accreditation:
    """Nobody writes another one's plan: raises Http404 where it is not theirs."""
    rows = Accreditation.objects.filter(person=request.user)
    return get_object_or_404(
        rows.select_related("programme__owner", "employer", "person"), uuid=uuid
    )


def _saved(form, save):
    """(what was saved or None, what keeps the note as it is)."""
    if not form.is_bound or not form.is_valid():
        return None, ""
    # Before an error takes the note out of what the form has read.
    text = form.text
    try:
        return save(), ""
    except DomainError as problem:
        say(form, problem)
        is_about_people = isinstance(problem, MentionsPeople)
        return None, confirmation_of(text) if is_about_people else ""
