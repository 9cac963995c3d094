"""Requests for training: the list, the questionnaire, and the page of one with the plan
that follows from the answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.detector import MentionsPeople, confirmation_of
from lms.errors import DomainError
from organisations.models import Organisation
from trainers.domain.requests import asking
from trainers.domain.requests.needs import needs_of
from trainers.domain.requests.reading import (
    facts_for,
    handles_requests,
    programmes_in_plans,
    requests_for,
    requests_of_mine,
    requests_to_handle,
    sessions_to_link,
)
from trainers.domain.requests.recommending import recommend
from trainers.enums import RequestState
from trainers.forms.requests import NeedsForm
from trainers.models import TrainingSession
from trainers.models.requests import OPEN
from trainers.views.frame import private, refused
from trainers.views.shown_requests import shown_answers, shown_plan, tabs_of

PER_PAGE = 25


@private
@login_required
@require_safe
def requests(request):
    """What my organisation asked (`show=mine`), and what I can handle (`show=handle`),
    by `state` and `page`."""
    today = timezone.localdate()
    asks = Organisation.objects.coordinating_for(request.user).exists()
    handles = handles_requests(request.user, today)
    lists = {
        "mine": requests_of_mine(request.user) if asks else None,
        "handle": requests_to_handle(request.user, today) if handles else None,
    }
    there = [name for name, rows in lists.items() if rows is not None]
    show = request.GET.get("show")
    show = show if show in there else next(iter(there), "")
    rows = lists.get(show)
    state = request.GET.get("state", "")
    state = state if state in RequestState.values else ""
    found = rows.filter(state=state) if rows is not None and state else rows
    page = Paginator(found if found is not None else [], PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "trainers/requests.html",
        {
            "asks": asks,
            "show": show,
            "state": state,
            "states": RequestState.choices,
            "tabs": tabs_of(request, there, show),
            "page": page,
            "rows": list(page),
            "is_empty": not page.paginator.count and not state,
        },
    )


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """The questionnaire, for those who coordinate an organisation."""
    return _questionnaire(request, None)


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, uuid):
    """The same with the answers that were given, as long as nobody took it up."""
    rows = requests_of_mine(request.user).filter(state=RequestState.ASKED)
    return _questionnaire(request, get_object_or_404(rows, uuid=uuid))


def _questionnaire(request, found):
    mine = Organisation.objects.coordinating_for(request.user).order_by("name")
    if not mine.exists():
        raise Http404
    if found is not None:
        mine = mine.filter(pk=found.organisation_id)
    form = NeedsForm(
        request.POST or None,
        organisations=mine,
        needs=found and needs_of(found.answers),
        initial=_initial(found, mine),
    )
    confirmation = ""
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        words = {
            "programme": given["programme"],
            "confirmation": given["confirmation"],
            "actor": request.user,
            "now": timezone.now(),
        }
        try:
            if found is None:
                kept = asking.ask(
                    given["organisation"], form.needs, key=given["key"], **words
                )
            else:
                kept = asking.change(found, form.needs, **words)
        except DomainError as problem:
            confirmation = refused(form, problem, form.needs.remark)
        else:
            messages.success(request, _("We have your request, with a plan for it."))
            return redirect("trainers:request", kept.uuid)
    return render(
        request,
        "trainers/request_new.html",
        {"form": form, "found": found, "confirmation": confirmation},
        status=422 if form.errors else 200,
    )


def _initial(found, mine) -> dict:
    if found is not None:
        return {"organisation": found.organisation_id, "programme": found.programme_id}
    only = list(mine[:2])
    return {"organisation": only[0].pk} if len(only) == 1 else {}


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request, uuid):
    """The answers, the plan as of today, and what was decided."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = get_object_or_404(requests_for(request.user, today), uuid=uuid)
    problem, reason, confirmation = "", "", ""
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            _act(request, found, reason, now)
        except MentionsPeople as refusal:
            problem, confirmation = (
                refusal.message,
                confirmation_of(reason.replace("\r\n", "\n").strip()),
            )
        except DomainError as refusal:
            problem = refusal.message
        else:
            return redirect("trainers:request", found.uuid)
    needs = needs_of(found.answers)
    facts = facts_for(needs, found.organisation.languages, programmes_in_plans())
    is_ours = asking.may_ask_for(request.user, found.organisation)
    is_open = found.state in OPEN
    handles = is_open and asking.may_handle(request.user, found, now)
    return render(
        request,
        "trainers/request.html",
        {
            "found": found,
            "answers": shown_answers(needs),
            "plan": shown_plan(recommend(needs, trainers=facts)),
            "may_change": is_ours and found.state == RequestState.ASKED,
            "may_withdraw": is_ours and is_open,
            "may_take_up": handles and found.state == RequestState.ASKED,
            "may_decide": handles,
            "sessions": sessions_to_link(request.user, found) if handles else [],
            "sees_session": TrainingSession.objects.visible_to(request.user)
            .filter(pk=found.session_id)
            .exists(),
            "problem": problem,
            "reason": reason,
            "confirmation": confirmation,
        },
        status=422 if problem else 200,
    )


def _act(request, found, reason: str, now) -> None:
    by = {"actor": request.user, "now": now}
    post = request.POST
    if "withdraw" in post:
        asking.withdraw(found, **by)
        messages.success(request, _("Withdrawn."))
    elif "take_up" in post:
        asking.take_up(found, **by)
        messages.success(request, _("Taken up. The organisation reads that you did."))
    elif "no" in post or "confirmation" in post:
        confirmation = post.get("confirmation", "")
        asking.answer_no(found, reason=reason, confirmation=confirmation, **by)
        messages.success(request, _("Answered. The organisation reads why."))
    elif "link" in post:
        sessions = sessions_to_link(request.user, found)
        chosen = next(
            (one for one in sessions if str(one.uuid) == post.get("session")), None
        )
        if chosen is None:
            raise DomainError(_("Choose a training session."), code="empty")
        asking.link_session(found, chosen, **by)
        messages.success(request, _("Planned. The organisation reads which session."))
