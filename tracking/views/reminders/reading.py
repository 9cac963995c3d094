"""What is to come, what was sent, and who cannot be written to."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses.domain.enrolment import titles_of
from lms.errors import DomainError
from organisations.models import Organisation
from tracking.domain.reminders.addresses import without_working_address
from tracking.domain.reminders.forecast import forecast
from tracking.domain.reminders.sent import by_day, sent_to
from tracking.enums import ReminderKind
from tracking.forms import SentForm
from tracking.models import Reminder
from tracking.views.reminders.frame import organisation_of, step_text, tabs

PER_PAGE = 50


@login_required
@require_safe
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """How many mails go out today and in the next days, and how they read."""
    organisation = organisation_of(request, code)
    shown = {
        "organisation": organisation,
        "tabs": tabs(organisation, "reminders_preview"),
    }
    try:
        found = forecast(organisation, now=timezone.now())
    except DomainError as error:
        parts = Organisation.objects.filter(parent=organisation).order_by("name", "pk")
        shown |= {"too_many": error.message, "parts": parts}
        return render(request, "tracking/reminders/preview.html", shown)
    return render(
        request,
        "tracking/reminders/preview.html",
        {
            **shown,
            "forecast": found,
            "days": list(found.days.items()),
            "steps": [
                (step_text(kind, days), people)
                for (kind, days), people in found.steps.items()
            ],
            "languages": _named(found.languages),
        },
    )


@login_required
@require_safe
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """What was sent: by day, and person by person."""
    organisation = organisation_of(request, code)
    form = SentForm(request.GET)
    form.full_clean()
    asked = form.cleaned_data
    rows = sent_to(
        organisation,
        search=asked.get("q", ""),
        kind=asked.get("kind", ""),
        day=asked.get("day"),
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tracking/reminders/sent.html",
        {
            "organisation": organisation,
            "tabs": tabs(organisation, "reminders_sent"),
            "form": form,
            "is_narrowed": any(asked.values()),
            "days": by_day(organisation),
            "page": page,
            "rows": _rows(list(page)),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_safe
def unreachable(request: HttpRequest, code: str) -> HttpResponse:
    """Who is asked something and cannot be written to."""
    organisation = organisation_of(request, code)
    people = without_working_address(organisation, timezone.localdate())
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tracking/reminders/unreachable.html",
        {
            "organisation": organisation,
            "tabs": tabs(organisation, "reminders_unreachable"),
            "page": page,
        },
    )


def _named(languages: dict[str, int]) -> list[tuple[str, int]]:
    names = settings.RELAY_LANGUAGE_NAMES
    return [(names.get(code, code), mails) for code, mails in languages.items()]


def _rows(reminders: list[Reminder]) -> list[dict]:
    courses = {one.obligation.requirement.course for one in reminders}
    titles = titles_of(courses, language=get_language())
    return [
        {
            "day": one.day,
            "name": str(one.user),
            "place": one.place.name,
            "title": titles[one.obligation.requirement.course_id],
            "why": _why(one),
            "by": one.by,
            "waits": one.sent_at is None,
            "returned": one.mail is not None and one.mail.bounced_at is not None,
        }
        for one in reminders
    ]


def _why(one: Reminder) -> str:
    if one.kind == ReminderKind.BY_HAND:
        return one.get_kind_display()
    return step_text(ReminderKind(one.kind), int(one.step.rpartition("-")[2]))
