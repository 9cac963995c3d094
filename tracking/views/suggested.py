"""What an organisation suggested to its people, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from lms.errors import DomainError
from organisations.models import Organisation
from organisations.views.frame import own_organisation
from tracking.domain.queries import course_title
from tracking.domain.suggestions.withdrawing import (
    Act,
    act_of,
    acts_of,
    read_acts,
    suggested_in,
    withdraw_suggestions,
)
from tracking.views.ticks import chosen_lines, is_for_all

PER_PAGE = 50


@login_required
@require_safe
def suggestions(request: HttpRequest, code: str) -> HttpResponse:
    """Each course that was suggested to people at once: when, by whom, to how many."""
    organisation = own_organisation(request, code)
    page = Paginator(acts_of(organisation), PER_PAGE).get_page(request.GET.get("page"))
    language = get_language()
    return render(
        request,
        "tracking/suggestions.html",
        {
            "organisation": organisation,
            "page": page,
            "rows": [
                (act, course_title(act.course, language)) for act in read_acts(page)
            ],
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_act(request: HttpRequest, code: str, act: UUID) -> HttpResponse:
    """To whom it was suggested, and taking it back of some or of all.

    The first POST shows what happens; the one with `confirm` does it.
    """
    organisation = own_organisation(request, code)
    found = act_of(organisation, act)
    if found is None:
        raise Http404
    chosen = chosen_lines(request) if request.method == "POST" else set()
    problem = ""
    if "confirm" in request.POST:
        try:
            return _done(request, organisation, found, chosen)
        except DomainError as error:
            problem = error.message
    listed = suggested_in(organisation, act)
    left = listed.filter(withdrawn_at=None)
    people = left.count() if chosen is None else left.filter(pk__in=chosen).count()
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tracking/suggestion_act.html",
        {
            "organisation": organisation,
            "act": found,
            "title": course_title(found.course, get_language()),
            "page": page,
            "ticked": chosen or set(),
            "is_all": request.method == "POST" and is_for_all(request),
            "is_asked": request.method == "POST" and not problem,
            "people": people,
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _done(
    request: HttpRequest, organisation: Organisation, act: Act, chosen: set[int] | None
) -> HttpResponse:
    people = withdraw_suggestions(
        organisation,
        act.uuid,
        chosen=chosen,
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(
        request,
        ngettext(
            "“%(course)s” is suggested to %(people)s person no more.",
            "“%(course)s” is suggested to %(people)s people no more.",
            people,
        )
        % {"course": course_title(act.course, get_language()), "people": people},
    )
    return redirect(
        "tracking:suggestion_act", code=organisation.code, act=str(act.uuid)
    )
