from datetime import date, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.texts import Spoken, said
from organisations.domain.contacts.directory import ContactCard

register = template.Library()


@register.simple_tag
def opening(card: ContactCard, now) -> str:
    """How a contact stands now, in words; "" where nobody has said its hours."""
    stands = card.opening(now=now)
    if stands is None:
        return ""
    if stands.is_open:
        if stands.until is None:
            return _("Open day and night")
        return _("Open today until %(time)s") % {"time": _clock(stands.until)}
    if stands.opens_on is None:
        return _("Closed now")
    today = timezone.localdate(now)
    said = {"time": _clock(stands.opens_at)}
    if stands.opens_on == today:
        return _("Closed now. Opens today at %(time)s") % said
    if stands.opens_on == today + timedelta(days=1):
        return _("Closed now. Opens tomorrow at %(time)s") % said
    said["day"] = date_format(stands.opens_on, "l")
    return _("Closed now. Opens on %(day)s at %(time)s") % said


@register.simple_tag
def announced(texts: dict[str, str]) -> Spoken:
    """The words of an announcement for the reader, else in a language it has."""
    return said(texts, get_language())


@register.filter
def day_of(iso: str | None) -> str:
    """A day of the audit log as the reader writes it; "" for None."""
    return date_format(date.fromisoformat(iso), "DATE_FORMAT") if iso else ""


def _clock(time) -> str:
    return time_format(time, "H:i")
