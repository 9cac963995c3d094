"""What the pages about reminders share."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Organisation
from organisations.views.frame import own_organisation
from tracking.enums import ReminderKind


def organisation_of(request: HttpRequest, code: str) -> Organisation:
    """An organisation that the reader coordinates; else it does not exist."""
    return own_organisation(request, code)


def tabs(organisation: Organisation, current: str) -> list[dict]:
    """The pages beside each other."""
    pages = (
        ("reminders", _("Schedule")),
        ("reminders_preview", _("What comes")),
        ("reminders_sent", _("What was sent")),
        ("reminders_unreachable", _("No working address")),
    )
    return [
        {
            "label": label,
            "url": reverse(f"tracking:{name}", args=[organisation.code]),
            "current": name == current,
        }
        for name, label in pages
    ]


def step_text(kind: ReminderKind, days: int) -> str:
    """A step in words."""
    texts = {
        ReminderKind.BEFORE_DUE: ngettext(
            "%(days)s day before it is due", "%(days)s days before it is due", days
        ),
        ReminderKind.OVERDUE: ngettext(
            "%(days)s day overdue", "%(days)s days overdue", days
        ),
        ReminderKind.BEFORE_EXPIRY: ngettext(
            "%(days)s day before the certificate runs out",
            "%(days)s days before the certificate runs out",
            days,
        ),
        ReminderKind.AFTER_EXPIRY: ngettext(
            "%(days)s day after the certificate ran out",
            "%(days)s days after the certificate ran out",
            days,
        ),
        ReminderKind.ESCALATION: ngettext(
            "%(days)s day overdue: told to the coordinators",
            "%(days)s days overdue: told to the coordinators",
            days,
        ),
    }
    return texts[kind] % {"days": days}
