"""Exempting people of a coverage list at once, or giving them more time."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from courses.models import Course
from lms.digits import whole_number
from lms.errors import DomainError
from organisations.models import Organisation
from organisations.views.frame import own_organisation
from tracking.domain.many_waivers import (
    Asked,
    ManyEffect,
    asked_of_many,
    effect_on_many,
    waive_many,
)
from tracking.domain.queries import course_title
from tracking.enums import LeftOut, WaiverKind
from tracking.forms import CoverageForm, ExemptionForm, ExtensionForm
from tracking.views.asked import course_asked_today
from tracking.views.coverage import CHIPS
from tracking.views.ticks import chosen_lines, is_for_all, lines_to_tick

PER_PAGE = 50
FORMS = {WaiverKind.EXEMPTION: ExemptionForm, WaiverKind.EXTENSION: ExtensionForm}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def waive_list(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Whom of a list to exempt, or to give more time, what comes of it, and the button.
    The list is that of the coverage page, by the same address.

    The first POST shows what changes; the one with `confirm` does it. By POST both, so
    that no reason is ever part of an address.
    """
    organisation = own_organisation(request, code)
    choice = CoverageForm(request.GET, organisation=organisation)
    choice.full_clean()
    course = course_asked_today(organisation, choice)
    form = FORMS[kind](request.POST or None)
    now = timezone.now()
    effect, listed, problem = None, [], ""
    try:
        listed = asked_of_many(
            organisation, course, choice.narrowing, actor=request.user, now=now
        )
        if form.is_bound and form.is_valid():
            if "confirm" in request.POST:
                return _done(request, organisation, course, choice, form, now)
            effect = effect_on_many(
                listed, form.terms, chosen=chosen_lines(request), now=now
            )
    except DomainError as error:
        problem = error.message
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tracking/many_waivers.html",
        {
            "organisation": organisation,
            "title": course_title(course, get_language()),
            "kind": kind,
            "form": form,
            "page": page,
            "rows": [(one, CHIPS[one.standing], _said(one)) for one in page],
            "ticked": lines_to_tick(request, listed),
            "is_all": is_for_all(request),
            "effect": effect,
            "effect_words": effect and _words(effect),
            "problem": problem,
        },
        status=422 if problem or form.errors else 200,
    )


def _done(
    request: HttpRequest,
    organisation: Organisation,
    course: Course,
    choice: CoverageForm,
    form: ExemptionForm | ExtensionForm,
    now,
) -> HttpResponse:
    people = waive_many(
        organisation,
        course,
        choice.narrowing,
        form.terms,
        chosen=chosen_lines(request),
        expected=whole_number(request.POST["confirm"], digits=5) or 0,
        actor=request.user,
        now=now,
    )
    messages.success(
        request,
        ngettext(
            "Done for %(people)s person. It is written down, with the reason.",
            "Done for %(people)s people. It is written down, with the reason.",
            people,
        )
        % {"people": people},
    )
    return redirect("tracking:coverage", code=organisation.code)


def _said(one: Asked) -> str:
    return LeftOut(one.left_out).label if one.left_out else ""


def _words(effect: ManyEffect) -> list[str]:
    said = [
        ngettext(
            "%(people)s person is given it.",
            "%(people)s people are given it.",
            effect.people,
        )
        % {"people": effect.people}
    ]
    said += [
        f"{standing.label}: {count}"
        for standing, count in sorted(effect.standings.items(), key=lambda one: -one[1])
    ]
    said += [
        ngettext(
            "%(count)s is left out. %(why)s.", "%(count)s are left out. %(why)s.", count
        )
        % {"count": count, "why": why.label}
        for why, count in effect.left_out.items()
    ]
    return said
