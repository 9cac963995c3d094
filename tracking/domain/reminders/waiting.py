"""What was asked for by hand and waits: a worker sends it, at the hours at which mail
goes out, and after a pause, however long that is. Who has done it by then, or was told of
it by the schedule, is left in peace.
"""

import logging
from datetime import datetime

from django.db import transaction

from certificates.models import day_of
from lms.chunks import Clock
from lms.mail import send_after_commit
from lms.models import OutgoingMail
from organisations.models import User
from tracking.domain.reminders.addresses import reachable
from tracking.domain.reminders.deciding import deadline_of
from tracking.domain.reminders.plans import Plans
from tracking.domain.reminders.reading import EVER, Asked, asked_among
from tracking.domain.reminders.writing import Told, Words, digest
from tracking.enums import ReminderKind
from tracking.models import Obligation, Reminder
from tracking.tasks import send_by_hand

logger = logging.getLogger(__name__)

CHUNK = 200


def send_waiting(*, clock: Clock) -> int:
    """Send what waits and may go out; returns how many mails. It may be cut off and
    begun again."""
    sent, after = 0, 0
    words = Words()
    while (found := _send_next(after, words, now=clock())) is not None:
        after, mails = found
        sent += mails
    return sent


def resume(now: datetime) -> bool:
    """For the tick: have what waits for its hour sent, where there is any."""
    plans = Plans()
    places = _waiting().order_by().values_list("place__path", flat=True).distinct()
    found = any(plans.of(path).is_awake(now) for path in places)
    if found:
        send_by_hand.enqueue()
    return found


def _waiting():
    return Reminder.objects.filter(kind=ReminderKind.BY_HAND, sent_at=None)


@transaction.atomic
def _send_next(after: int, words: Words, *, now: datetime) -> tuple[int, int] | None:
    """(the last one looked at, mails) of the next that wait; None at the end. One whose
    mail cannot be written is logged and waits on."""
    rows = list(
        _waiting()
        .select_for_update(of=("self",))
        .filter(pk__gt=after)
        .select_related("by", "place")
        .order_by("pk")[:CHUNK]
    )
    if not rows:
        return None
    day = day_of(now)
    there = {one.obligation_id: one.place.path for one in rows}
    obligations = Obligation.objects.filter(pk__in=there)
    asked = {
        one.obligation_id: one
        for one in asked_among(obligations, Plans(), day, ahead=EVER, inside=there)
    }
    users = reachable([one.user_id for one in rows])
    words.read(asked.values())
    sent, gone = [], []
    for row in rows:
        one, user = asked.get(row.obligation_id), users.get(row.user_id)
        if one is None or user is None or not one.is_open or _is_told(row, one):
            gone.append(row.pk)
        elif one.plan.is_awake(now):
            told = Told(one, *deadline_of(one.towards, day))
            try:
                row.mail = _write(row, told, user, words, now=now)
            except Exception:
                logger.exception("No reminder by hand for person %s", user.pk)
            else:
                # With more time, given meanwhile, the mail names another one.
                row.deadline, row.sent_at, row.day = told.deadline, now, day
                sent.append(row)
    # They did it meanwhile, left, lost their address, or were told.
    Reminder.objects.filter(pk__in=gone).delete()
    Reminder.objects.bulk_update(sent, ["mail", "sent_at", "day", "deadline"])
    return rows[-1].pk, len(sent)


@transaction.atomic
def _write(
    row: Reminder, told: Told, user: User, words: Words, *, now: datetime
) -> OutgoingMail:
    key = f"tracking.by_hand:{row.pk}"
    letter = digest(user, [told], words, key=key, by=str(row.by or ""))
    return send_after_commit(letter, now=now)


def _is_told(row: Reminder, one: Asked) -> bool:
    """Whether the schedule told it after somebody pressed."""
    return one.last_told is not None and one.last_told > row.day
