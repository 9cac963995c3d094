"""Asking trainers by mail how it goes: on the day, and once more where they are silent."""

import logging
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from lms.chunks import chunks
from lms.models import OutgoingMail
from lms.months import months_after
from lms.texts import said
from trainers.domain.implementation.following import (
    FollowUpDue,
    follow_ups_of,
    followed_for,
)
from trainers.domain.mailing import send_to
from trainers.enums import HOLDING_STATES
from trainers.models import Accreditation
from trainers.models.programmes import MOST_MONTHS

logger = logging.getLogger(__name__)

AT_ONCE = 500
# A second mail that could not go out for so many days is not sent any more.
LATEST = timedelta(days=14)


def remind_of_follow_ups(now: datetime) -> int:
    """Ask everybody whose day has come and who did not say yet, on that day and once
    more after as many days as the programme says; returns how many mails. Again without
    effect."""
    today = timezone.localdate(now)
    rows = _trained_lately(today)
    told = 0
    for keys in chunks(list(rows.values_list("pk", flat=True)), AT_ONCE):
        some = list(rows.filter(pk__in=keys))
        due = _due(some, today)
        known = _written(due)
        for key, (one, asked) in due.items():
            if key not in known:
                told += _asked(one, asked, key, now)
    return told


def time_of(due: FollowUpDue, again_days: int, today: date) -> int | None:
    """1 for the first mail, 2 for the second; None where none is sent today: the day is
    to come, it was answered, or it is too late."""
    if not due.waits or due.due_on > today:
        return None
    again_on = due.due_on + timedelta(days=again_days)
    if today < again_on:
        return 1
    return 2 if today < again_on + LATEST else None


def _trained_lately(today: date) -> QuerySet[Accreditation]:
    # A month more than anything is asked: the days of the second mail.
    since = months_after(today, -MOST_MONTHS - 3)
    return (
        Accreditation.objects.filter(trained_on__gte=since, state__in=HOLDING_STATES)
        .select_related("programme", "person")
        .order_by("pk")
    )


def _due(
    some: Sequence[Accreditation], today: date
) -> dict[str, tuple[Accreditation, FollowUpDue]]:
    """{key of a mail: what it asks of whom} of those that may go out today."""
    followed = followed_for(some, today)
    found = {}
    for one in some:
        for due in follow_ups_of(followed[one.pk], today):
            number = time_of(due, one.programme.follow_up_again_days, today)
            if number is not None:
                key = f"trainers.follow_up:{one.uuid}:{due.months}:{number}"
                found[key] = (one, due)
    return found


def _written(keys: Collection[str]) -> set[str]:
    known = OutgoingMail.objects.filter(idempotency_key__in=list(keys))
    return set(known.values_list("idempotency_key", flat=True))


def _asked(one: Accreditation, due: FollowUpDue, key: str, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return _ask(one, due, key, now)
    except Exception:
        # The others are asked all the same.
        logger.exception("Accreditation %s could not be asked how it goes", one.pk)
        return False


def _ask(one: Accreditation, due: FollowUpDue, key: str, now: datetime) -> bool:
    path = reverse("trainers:follow_up", args=[one.uuid, due.months])
    plan = one.plans.order_by("version").last()
    return send_to(
        one.person,
        "follow_up",
        key,
        {
            "programme": said(one.programme.names, one.person.language),
            "months": due.months,
            "planned_on": plan and plan.first_on,
            "is_again": key.endswith(":2"),
            "link": f"{settings.RELAY_BASE_URL}{path}",
        },
        now=now,
    )
