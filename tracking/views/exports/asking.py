"""Asking for a file of the people whom a coverage page shows."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from lms.errors import DomainError
from organisations.models import Organisation
from organisations.rules import can_invite
from organisations.views.frame import named_organisation
from tracking.domain.coverage import courses_asked
from tracking.domain.exports.asking import ask_for
from tracking.domain.exports.chosen import Choice, days_of, words_of
from tracking.forms import CoverageForm, FormatForm, RegularForm
from tracking.views.asked import course_asked, form_asked


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """What the file would hold, in words, and the button. The list is that of the
    coverage page, by the same address."""
    organisation = named_organisation(request, code)
    asked = form_asked(request, organisation)
    choice = choice_asked(organisation, asked)
    form = FormatForm(request.POST or None, seen=asked.seen_columns)
    if request.method == "POST" and form.is_valid():
        try:
            export = ask_for(
                replace(choice, columns=form.cleaned_data["columns"]),
                form=form.cleaned_data["form"],
                day=asked.day,
                known_on=asked.known_on,
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("tracking:export", code=code, pk=export.pk)
    return render(
        request,
        "tracking/exports/new.html",
        {
            **about(choice),
            "days": days_of(asked.day, asked.known_on),
            "form": form,
            "regular": RegularForm(auto_id="regular_%s", seen=asked.seen_columns),
            "may_have_regular": can_invite(request.user, organisation),
        },
        status=422 if form.errors else 200,
    )


def choice_asked(organisation: Organisation, asked: CoverageForm) -> Choice:
    """The people whom the coverage page shows; 404 where nothing is asked of any."""
    courses = courses_asked(organisation, asked.day, known_at=asked.known_at)
    course = course_asked(courses, asked)
    if course is None:
        raise Http404
    return Choice(organisation, course, asked.narrowing, asked.order)


def about(choice: Choice) -> dict:
    """What pages about a choice tell."""
    return {
        "organisation": choice.organisation,
        "words": words_of(choice, get_language()),
    }
