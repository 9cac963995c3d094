from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lms.errors import DomainError
from organisations.models import Organisation, User
from organisations.views.frame import own_organisation
from tracking.domain.people import (
    Asked,
    asked_of_person,
    found_at,
    let_off_elsewhere,
    members_of,
)
from tracking.domain.queries import course_title
from tracking.domain.waivers import WaiverEffect, effect_of_waiver, waive, withdraw
from tracking.enums import Standing, WaiverKind
from tracking.forms import ExemptionForm, ExtensionForm
from tracking.models import Requirement, Waiver
from tracking.views.coverage import CHIPS

FORMS = {WaiverKind.EXEMPTION: ExemptionForm, WaiverKind.EXTENSION: ExtensionForm}


@login_required
@require_safe
def person(request: HttpRequest, code: str, uuid) -> HttpResponse:
    """What is asked of somebody at an organisation, and who exempted them from what."""
    organisation = own_organisation(request, code)
    user = _known(request, organisation, uuid)
    day = timezone.localdate()
    by = {"viewer": request.user, "day": day, "language": get_language()}
    asked = asked_of_person(user, organisation, **by)
    others = let_off_elsewhere(user, organisation, **by)
    return render(
        request,
        "tracking/person.html",
        {
            "organisation": organisation,
            "person": user,
            "day": day,
            "rows": [
                (one, CHIPS[one.position.standing], _lines(one, day)) for one in asked
            ],
            "others": [
                (title, _line(one, day, may_waive=True)) for title, one in others
            ],
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, code: str, uuid, pk: int, kind: str) -> HttpResponse:
    """Exempt a person from what is asked, or give more time.

    The first POST shows what changes; the one with `confirm` does it. By POST both, so
    that no reason is ever part of an address.
    """
    now = timezone.now()
    organisation = own_organisation(request, code)
    user = _person(organisation, uuid)
    requirement = _requirement(request, user, pk)
    form = FORMS[kind](request.POST or None)
    effect = _effect(form, user, requirement, request.user, now)
    if effect is not None and "confirm" in request.POST:
        waive(user, requirement, form.terms, actor=request.user, now=now)
        messages.success(request, _("Done. It is written down, with the reason."))
        return redirect("tracking:person", code=code, uuid=uuid)
    return render(
        request,
        "tracking/waiver.html",
        {
            "organisation": organisation,
            "person": user,
            "requirement": requirement,
            "title": course_title(requirement.course, get_language()),
            "kind": kind,
            "form": form,
            "effect": effect,
            "effect_words": effect and _words(effect, kind),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def take_back(request: HttpRequest, code: str, uuid, waiver: int) -> HttpResponse:
    """Withdraw an exemption or more time."""
    organisation = own_organisation(request, code)
    user = _known(request, organisation, uuid)
    found = get_object_or_404(
        Waiver.objects.visible_to(request.user), pk=waiver, user=user
    )
    withdraw(found, actor=request.user, now=timezone.now())
    messages.success(
        request, _("Withdrawn from today on. That it was given stays written down.")
    )
    # Who has left has no page any more once nothing is let off.
    if _is_member(organisation, user):
        return redirect("tracking:person", code=code, uuid=uuid)
    return redirect("tracking:coverage", code=code)


def _person(organisation: Organisation, uuid) -> User:
    return get_object_or_404(members_of(organisation, timezone.localdate()), uuid=uuid)


def _known(request: HttpRequest, organisation: Organisation, uuid) -> User:
    people = found_at(organisation, timezone.localdate(), viewer=request.user)
    return get_object_or_404(people, uuid=uuid)


def _is_member(organisation: Organisation, user: User) -> bool:
    return members_of(organisation, timezone.localdate()).filter(pk=user.pk).exists()


def _requirement(request: HttpRequest, user: User, pk: int) -> Requirement:
    """What is asked of the person, somebody else, by an organisation that one
    coordinates."""
    if user == request.user:
        raise Http404
    return get_object_or_404(
        Requirement.objects.waivable_by(request.user)
        .filter(obligations__user=user)
        .select_related("organisation", "sector", "course")
        .distinct(),
        pk=pk,
    )


def _effect(
    form, user: User, requirement: Requirement, actor: User, now
) -> WaiverEffect | None:
    """What it would do; None when it cannot be done, with the reason on the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return effect_of_waiver(user, requirement, form.terms, actor=actor, now=now)
    except DomainError as error:
        form.add_error(None, error.message)
        return None


def _words(effect: WaiverEffect, kind: str) -> list[str]:
    """What changes, a sentence each."""
    before, after, then = effect.before, effect.after, effect.then
    if kind == WaiverKind.EXTENSION:
        said = [
            _("It is due on %(after)s instead of %(before)s.")
            % {"before": _date(before.due_on), "after": _date(after.due_on)}
        ]
    else:
        said = [
            _("From %(first)s to %(last)s nothing is asked here.")
            % {"first": _date(effect.first), "last": _date(after.exempt_until)}
        ]
    if before.standing == after.standing:
        said.append(
            _("The standing stays: %(standing)s.") % {"standing": after.standing.label}
        )
    else:
        said.append(
            _("The standing changes from “%(before)s” to “%(after)s”.")
            % {"before": before.standing.label, "after": after.standing.label}
        )
    if after.standing == Standing.EXEMPT:
        said.append(_("Who is exempt is counted apart, and not among those asked."))
    if then is not None:
        said.append(_after_it(then))
    return said


def _after_it(then) -> str:
    if then.standing == Standing.OVERDUE:
        return _(
            "The day after, it is overdue at once: it was due on %(due)s. Give more "
            "time as well if there should be some."
        ) % {"due": _date(then.due_on)}
    return _("If nothing else happens, the standing the day after is “%(then)s”.") % {
        "then": then.standing.label
    }


def _lines(asked: Asked, day) -> list[dict]:
    """The waivers from one requirement, each in words."""
    return [_line(one, day, may_waive=asked.may_waive) for one in asked.waivers]


def _line(waiver: Waiver, day, *, may_waive: bool) -> dict:
    is_over = waiver.withdrawn_at is not None or waiver.until < day
    return {
        "waiver": waiver,
        "may_withdraw": may_waive and not is_over,
        "what": _what(waiver),
        # Why is between the person and those who decide it.
        "why": waiver.get_reason_code_display() if may_waive else "",
    }


def _what(waiver: Waiver) -> str:
    if waiver.kind == WaiverKind.EXTENSION:
        return _("More time, until %(day)s") % {"day": _date(waiver.due_on)}
    return _("Exempt from %(first)s to %(last)s") % {
        "first": _date(waiver.starts_on),
        "last": _date(waiver.last_day),
    }


def _date(day) -> str:
    return date_format(day, "DATE_FORMAT")
