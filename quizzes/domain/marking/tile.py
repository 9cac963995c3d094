"""Open answers that wait, on the first page of the content admin."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.registries import DeskTile
from quizzes.domain.marking.queue import queue_of
from quizzes.rules import marking_at


def tile_of_marking(user, now: datetime) -> DeskTile | None:
    """How many wait for a person and since when; None for who marks nothing."""
    if not marking_at(user):
        return None
    waiting = list(queue_of(user, now=now).values_list("waiting_since", flat=True))
    days = (now - waiting[0]).days if waiting else 0
    told = ngettext(
        "The oldest waits for %(days)s day.",
        "The oldest waits for %(days)s days.",
        days,
    )
    return DeskTile(
        label=_("Answers to mark"),
        count=len(waiting),
        note=told % {"days": days} if waiting else _("Nothing waits to be marked"),
        url=reverse("quizzes:marking"),
    )
