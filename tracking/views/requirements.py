from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.errors import DomainError
from organisations.models import Organisation
from tracking.domain.effects import Effect, effect_of
from tracking.domain.queries import (
    course_title,
    requirements_above,
    requirements_by,
    titles_that_count,
)
from tracking.domain.requirements import end_requirement, require_course
from tracking.forms import RequirementForm
from tracking.models import Requirement
from tracking.views.reminders.frame import step_text


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def requirements(request: HttpRequest, code: str) -> HttpResponse:
    """What an organisation asks of its people, and a form to ask more.

    GET with the form's fields shows whom it would concern; POST asks it.
    """
    now = timezone.now()
    organisation = _organisation(request, code)
    data = request.POST if request.method == "POST" else request.GET
    form = RequirementForm(data if "course" in data else None, language=get_language())
    effect = _effect(form, organisation, now)
    if request.method == "POST" and effect is not None:
        requirement = require_course(
            organisation, **form.cleaned_data, actor=request.user, now=now
        )
        messages.success(
            request,
            _("%(organisation)s asks “%(course)s” of its people from today.")
            % {
                "organisation": organisation,
                "course": course_title(requirement.course, get_language()),
            },
        )
        return redirect("tracking:requirements", code=organisation.code)
    return render(
        request,
        "tracking/requirements.html",
        {
            "organisation": organisation,
            "form": form,
            "effect": effect,
            "effect_words": effect and _words(effect, form.cleaned_data),
            **_asked(organisation, now),
            "languages": effect and _named(effect.languages),
            "mails": effect
            and [(step_text(one.kind, one.days), one) for one in effect.mails.steps],
            "without": effect
            and effect.exception
            and _named(effect.exception.languages),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask something no longer."""
    requirement = get_object_or_404(
        Requirement.objects.visible_to(request.user),
        organisation=_organisation(request, code),
        pk=pk,
    )
    end_requirement(requirement, actor=request.user, now=timezone.now())
    messages.success(
        request, _("This is not asked any longer. What people earned stays.")
    )
    return redirect("tracking:requirements", code=code)


def _organisation(request: HttpRequest, code: str) -> Organisation:
    return get_object_or_404(
        Organisation.objects.coordinated_by(request.user), code=code
    )


def _effect(form: RequirementForm, organisation: Organisation, now) -> Effect | None:
    """What asking it would do; None when it cannot be asked, with the reason on the
    form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        effect = effect_of(organisation, **form.cleaned_data, now=now)
    except DomainError as error:
        form.add_error(None, error.message)
        return None
    for other in effect.stricter:
        other.language_name = _language(other)
    return effect


def _words(effect: Effect, terms: dict) -> str:
    if not effect.people:
        return _nobody(terms)
    concerned = ngettext(
        "%(people)s person is asked, until %(due)s.",
        "%(people)s people are asked, until %(due)s.",
        effect.people,
    )
    held = ngettext(
        "%(held)s of them holds what is enough already.",
        "%(held)s of them hold what is enough already.",
        effect.certified,
    )
    return f"{concerned} {held}" % {
        "people": effect.people,
        "held": effect.certified,
        "due": date_format(effect.due_on, "DATE_FORMAT"),
    }


def _nobody(terms: dict) -> str:
    """That nobody is concerned today, and what to look at."""
    if terms["function"] and terms["language"]:
        return _(
            "Nobody of this sector with this function and this language belongs to you "
            "today. It is asked of those who come."
        )
    if terms["function"]:
        return _(
            "Nobody of this sector with this function belongs to you today: look at how "
            "it is written under People. It is asked of those who come."
        )
    if terms["language"]:
        return _(
            "Nobody of this sector who uses Relay in this language belongs to you today. "
            "It is asked of those who come."
        )
    return _(
        "Nobody of this sector belongs to you today. It is asked of those who come."
    )


def _named(codes: list[str]) -> str:
    return ", ".join(settings.RELAY_LANGUAGE_NAMES[code] for code in codes)


def _language(requirement: Requirement) -> str:
    return _named([requirement.language]) if requirement.language else ""


def _asked(organisation: Organisation, now) -> dict[str, list[Requirement]]:
    """What the organisation and those above it ask, each with its title and those of
    the courses that count as well."""
    asked = {
        "own": list(requirements_by(organisation)),
        "above": list(requirements_above(organisation)),
    }
    shown = [*asked["own"], *asked["above"]]
    language = get_language()
    others = titles_that_count(
        {one.course_id for one in shown}, day=timezone.localdate(now), language=language
    )
    for requirement in shown:
        requirement.title = course_title(requirement.course, language)
        requirement.others = others.get(requirement.course_id, [])
        requirement.as_well = [
            (course_title(one.course, language), one.within_months)
            for one in requirement.accepted.all()
        ]
        requirement.language_name = _language(requirement)
    return asked
