"""Suggesting a course to people of a coverage list at once, and a learner's no to it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.domain.manifest import outline_of
from courses.models import Course
from lms.digits import whole_number
from lms.errors import DomainError
from organisations.models import Organisation
from organisations.views.frame import own_organisation
from tracking.domain.queries import course_title
from tracking.domain.suggestions.choosing import (
    Candidate,
    Coming,
    candidates_of,
    coming_of,
    suggest_course,
)
from tracking.domain.suggestions.reading import put_away
from tracking.enums import NotSuggested
from tracking.forms import CoverageForm, SuggestionForm
from tracking.views.asked import course_asked_today
from tracking.views.ticks import chosen_lines, is_for_all, lines_to_tick

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggest_list(request: HttpRequest, code: str) -> HttpResponse:
    """To whom of a list to suggest which course, what comes of it, and the button. The
    list is that of the coverage page, by the same address.

    The first POST shows what happens; the one with `confirm` does it.
    """
    organisation = own_organisation(request, code)
    choice = CoverageForm(request.GET, organisation=organisation)
    choice.full_clean()
    course = course_asked_today(organisation, choice)
    form = SuggestionForm(request.POST or None, language=get_language())
    now = timezone.now()
    coming, listed, problem = None, [], ""
    suggested = form.cleaned_data["suggested"] if form.is_valid() else None
    try:
        listed = candidates_of(
            organisation, course, choice.narrowing, suggested=suggested, now=now
        )
        if suggested is not None:
            if "confirm" in request.POST:
                return _done(request, organisation, course, choice, suggested, now)
            coming = coming_of(
                listed,
                organisation,
                suggested,
                chosen=chosen_lines(request),
                actor=request.user,
                now=now,
            )
    except DomainError as error:
        problem = error.message
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tracking/suggest.html",
        {
            "organisation": organisation,
            "title": course_title(course, get_language()),
            "suggested_title": suggested and course_title(suggested, get_language()),
            "form": form,
            "page": page,
            "rows": [(one, _said(one)) for one in page],
            "ticked": lines_to_tick(request, listed),
            "is_all": is_for_all(request),
            "coming": coming,
            "coming_words": coming and _words(coming, suggested),
            "now": now,
            "problem": problem,
        },
        status=422 if problem or form.errors else 200,
    )


@login_required
@require_POST
def put_suggestion_away(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a suggested course no more to whom it was suggested."""
    put_away(request.user, uuid, now=timezone.now())
    messages.success(
        request, _("Put away. You find the course among all courses, if it is there.")
    )
    return redirect("tracking:home")


def _done(
    request: HttpRequest,
    organisation: Organisation,
    course: Course,
    choice: CoverageForm,
    suggested: Course,
    now,
) -> HttpResponse:
    people = suggest_course(
        organisation,
        course,
        choice.narrowing,
        suggested=suggested,
        chosen=chosen_lines(request),
        expected=whole_number(request.POST["confirm"], digits=5) or 0,
        actor=request.user,
        now=now,
    )
    messages.success(
        request,
        ngettext(
            "“%(course)s” is suggested to %(people)s person.",
            "“%(course)s” is suggested to %(people)s people.",
            people,
        )
        % {"course": course_title(suggested, get_language()), "people": people},
    )
    return redirect("tracking:coverage", code=organisation.code)


def _said(one: Candidate) -> str:
    return NotSuggested(one.left_out).label if one.left_out else ""


def _words(coming: Coming, suggested: Course) -> list[str]:
    people, names = len(coming.people), settings.RELAY_LANGUAGE_NAMES
    if not people:
        return [_to_nobody(coming), *_left_out(coming)]
    there = outline_of(suggested.current_edition_id).languages
    said = [
        ngettext(
            "It is suggested to %(people)s person.",
            "It is suggested to %(people)s people.",
            people,
        )
        % {"people": people},
        _(
            "Who did this course or is in it already sees nothing of it and gets no "
            "mail. You are not told who that is."
        ),
        _("The course is there in: %(languages)s.")
        % {"languages": ", ".join(str(names.get(one, one)) for one in there)},
    ]
    if coming.elsewhere:
        said.append(
            ngettext(
                "%(people)s of them learns in a language that it does not have, and "
                "reads it in another.",
                "%(people)s of them learn in a language that it does not have, and "
                "read it in another.",
                coming.elsewhere,
            )
            % {"people": coming.elsewhere}
        )
    if coming.languages:
        mails = sum(coming.languages.values())
        said.append(
            ngettext(
                "At most %(mails)s mail goes out: %(languages)s.",
                "At most %(mails)s mails go out: %(languages)s.",
                mails,
            )
            % {
                "mails": mails,
                "languages": ", ".join(
                    f"{names.get(one, one)} {count}"
                    for one, count in coming.languages.items()
                ),
            }
        )
    if coming.unreachable:
        said.append(
            ngettext(
                "%(people)s person has no address that works, and sees it under Today "
                "alone.",
                "%(people)s people have no address that works, and see it under Today "
                "alone.",
                coming.unreachable,
            )
            % {"people": coming.unreachable}
        )
    return said + _left_out(coming)


def _to_nobody(coming: Coming) -> str:
    if coming.left_out:
        return _("It is suggested to nobody. Choose another course or other people.")
    return _("Nobody is ticked. Tick people below, or choose all lines of the list.")


def _left_out(coming: Coming) -> list[str]:
    return [
        ngettext(
            "%(count)s is left out. %(why)s.", "%(count)s are left out. %(why)s.", count
        )
        % {"count": count, "why": why.label}
        for why, count in coming.left_out.items()
    ]
