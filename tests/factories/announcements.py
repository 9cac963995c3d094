"""Announcements, published as people publish them."""

from datetime import timedelta

from django.utils import timezone

from organisations.domain.announcements.making import Draft, announce
from organisations.models import Announcement, User

TEXTS = {"en": "The hall is closed on Monday.", "nl": "De zaal is maandag dicht."}


def make_draft(texts=TEXTS, *, begins: int = 0, days: int = 7, link: str = "") -> Draft:
    """A draft that begins so many days from now, for so many days."""
    first = timezone.localdate() + timedelta(days=begins)
    return Draft(texts, first, first + timedelta(days=days - 1), link)


def make_announcement(organisation, actor: User, texts=TEXTS, **how) -> Announcement:
    """A published one; `how` as for make_draft."""
    return announce(
        make_draft(texts, **how),
        organisation=organisation,
        actor=actor,
        now=timezone.now(),
    )
