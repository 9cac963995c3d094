"""The schedule of an organisation, and a test of its mail."""

from dataclasses import asdict
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.errors import DomainError
from lms.ratelimit import allow
from organisations.models import Organisation
from tracking.domain.reminders.forecast import send_test
from tracking.domain.reminders.plans import (
    Plan,
    Plans,
    decider_of,
    drop_schedule,
    set_schedule,
)
from tracking.forms import ScheduleForm
from tracking.views.reminders.frame import organisation_of, tabs

TESTS_AN_HOUR = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, code: str) -> HttpResponse:
    """When an organisation's people are reminded, and a form to change it."""
    organisation = organisation_of(request, code)
    plan = Plans().of(organisation.path)
    form = ScheduleForm(request.POST or None, initial=asdict(plan))
    if request.method == "POST" and _saved(form, organisation, request.user):
        messages.success(
            request, _("Saved. It holds from now on, for you and those below you.")
        )
        return redirect("tracking:reminders", code=code)
    now = timezone.now()
    decider = decider_of(organisation)
    return render(
        request,
        "tracking/reminders/schedule.html",
        {
            "organisation": organisation,
            "tabs": tabs(organisation, "reminders"),
            "form": form,
            "decider": decider,
            "is_own": decider == organisation,
            "wakes_at": None if plan.is_awake(now) else plan.wakes_at(now),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Have no schedule of one's own any more."""
    organisation = organisation_of(request, code)
    drop_schedule(organisation, actor=request.user, now=timezone.now())
    messages.success(request, _("You follow the schedule above you, or the usual one."))
    return redirect("tracking:reminders", code=code)


@login_required
@require_POST
def test_mail(request: HttpRequest, code: str) -> HttpResponse:
    """Send oneself the mail that people get."""
    organisation = organisation_of(request, code)
    now = timezone.now()
    if not allow(
        f"tracking.reminder_test:{request.user.pk}",
        limit=TESTS_AN_HOUR,
        per=timedelta(hours=1),
        now=now,
    ):
        messages.error(request, _("Enough tests for this hour. Look into your mail."))
        return redirect("tracking:reminders_preview", code=code)
    try:
        send_test(organisation, actor=request.user, now=now)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            _("A test is on its way to %(address)s.") % {"address": request.user.email},
        )
    return redirect("tracking:reminders_preview", code=code)


def _saved(form: ScheduleForm, organisation: Organisation, actor) -> bool:
    """Whether what was sent could be kept; else the reason is on the form."""
    if not form.is_valid():
        return False
    try:
        set_schedule(
            organisation, Plan(**form.cleaned_data), actor=actor, now=timezone.now()
        )
    except DomainError as error:
        form.add_error(None, error.message)
        return False
    return True
