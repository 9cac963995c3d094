"""Reminding people of a coverage list at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from lms.errors import DomainError
from tracking.domain.queries import course_title
from tracking.domain.reminders.by_hand import preview_of, remind_now, to_remind
from tracking.forms import CoverageForm
from tracking.views.asked import course_asked_today
from tracking.views.reminders.frame import organisation_of, tabs
from tracking.views.ticks import chosen_lines

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: HttpRequest, code: str) -> HttpResponse:
    """Whom of a list to remind, what comes of it, and the button. The list is that of
    the coverage page, by the same address."""
    organisation = organisation_of(request, code)
    form = CoverageForm(request.GET, organisation=organisation)
    form.full_clean()
    now = timezone.now()
    course = course_asked_today(organisation, form)
    problem = ""
    if request.method == "POST":
        try:
            people = remind_now(
                organisation,
                course,
                form.narrowing,
                chosen=chosen_lines(request),
                actor=request.user,
                now=now,
            )
        except DomainError as error:
            problem = error.message
        else:
            messages.success(request, _words(people))
            return redirect("tracking:reminders_sent", code=code)
    listed, too_many = [], ""
    try:
        listed = to_remind(organisation, course, form.narrowing, now=now)
    except DomainError as error:
        too_many = error.message
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tracking/reminders/by_hand.html",
        {
            "organisation": organisation,
            "tabs": tabs(organisation, ""),
            "title": course_title(course, get_language()),
            "page": page,
            "preview": preview_of(listed, actor=request.user, now=now),
            # Of many who were to be reminded both say the same.
            "problem": "" if too_many else problem,
            "too_many": too_many,
            "now": now,
        },
        status=422 if problem else 200,
    )


def _words(people: int) -> str:
    return ngettext(
        "%(people)s person is reminded. The mail goes out at the next hour at which "
        "you send mail.",
        "%(people)s people are reminded. The mails go out at the next hour at which "
        "you send mail.",
        people,
    ) % {"people": people}
