"""The daily way through everybody: who is to be told something gets one digest.

A run goes from person to person by their number, some at a time. What is written for
them, that it was, and how far the run is, are one transaction: cut off anywhere, it goes
on behind the last one and writes to nobody twice. A new run begins each hour while mail
may go out somewhere, for what changed and for those whose hours begin later; days
without a run are made up for by the rule itself (tracking.domain.reminders.deciding).
"""

import logging
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from certificates.models import day_of
from lms.chunks import Clock
from lms.mail import send_after_commit
from organisations.models import User
from tracking.domain.reminders.addresses import reachable
from tracking.domain.reminders.escalating import Hearers, tell_of_overdue
from tracking.domain.reminders.plans import Plans
from tracking.domain.reminders.reading import (
    Asked,
    asked_of_people,
    people_asked,
    reached_today,
)
from tracking.domain.reminders.writing import Told, Words, digest
from tracking.enums import ReminderKind
from tracking.models import Reminder, ReminderRun
from tracking.tasks import carry_reminders

logger = logging.getLogger(__name__)

CHUNK = 500
AGAIN_AFTER = timedelta(hours=1)
# A run that is silent for so long is taken for broken off.
SILENT = timedelta(minutes=5)
# Longer than anybody needs to know what was sent.
REMEMBERED = timedelta(days=730)


def remind(now: datetime) -> bool:
    """Begin a run, or have one that broke off go on; whether a worker was asked. For the
    tick, as often as it likes."""
    day = day_of(now)
    if not any(plan.is_awake(now) for plan in Plans().all()):
        return False
    _tidy(day, now=now)
    under_way = ReminderRun.objects.filter(day=day, finished_at=None).first()
    if under_way is not None and under_way.heard_at > now - SILENT:
        return False
    if under_way is None:
        today = ReminderRun.objects.filter(day=day, started_at__gt=now - AGAIN_AFTER)
        if today.exists():
            return False
        under_way, _created = ReminderRun.objects.get_or_create(
            day=day, finished_at=None, defaults={"started_at": now, "heard_at": now}
        )
    carry_reminders.enqueue(under_way.pk)
    return True


def carry(run_id: int, *, clock: Clock) -> None:
    """Go through the people of a run, until the end or until mail may not go out any
    more. It may be cut off and begun again."""
    words, hearers = Words(), Hearers(day_of(clock()))
    while _next(run_id, words, hearers, now=clock()):
        pass


def forget_reminders(now: datetime) -> int:
    """Forget what was sent two years ago; returns how many. No cause lives so long."""
    old = Reminder.objects.filter(day__lt=day_of(now - REMEMBERED))
    ReminderRun.objects.filter(day__lt=day_of(now - REMEMBERED)).delete()
    return old.delete()[0]


def _tidy(day: date, *, now: datetime) -> None:
    """What an earlier day left: its run is over, and what nobody was told is
    looked at anew."""
    ReminderRun.objects.filter(day__lt=day, finished_at=None).update(finished_at=now)
    Reminder.objects.filter(
        day__lt=day, kind=ReminderKind.ESCALATION, sent_at=None
    ).delete()


@transaction.atomic
def _next(run_id: int, words: Words, hearers: Hearers, *, now: datetime) -> bool:
    """The next people of a run; False when there is nothing more to do now."""
    run = (
        ReminderRun.objects.select_for_update()
        .filter(pk=run_id, finished_at=None)
        .first()
    )
    # Read each time: who pauses or changes the hours means at once.
    plans = Plans()
    awake = {plan for plan in plans.all() if plan.is_awake(now)}
    if run is None or not awake or day_of(now) != run.day:
        return False
    people = people_asked(plans, run.day, after=run.cursor, limit=CHUNK)
    if people:
        found = asked_of_people(people, plans, run.day)
        asked = [one for one in found if one.plan in awake]
        _tell(run, asked, words, now=now)
        # Two runs cannot be here at once, and by hand there are other steps.
        Reminder.objects.bulk_create(_escalations(run.day, asked, hearers))
        run.cursor = people[-1]
    else:
        tell_of_overdue(run.day, now=now)
        run.finished_at = now
    run.heard_at = now
    run.save()
    return bool(people)


def _tell(run: ReminderRun, asked: list[Asked], words: Words, *, now: datetime) -> None:
    """Write to those who have a cause. One whose mail cannot be written is logged and
    passed over; the next run tries again."""
    due: dict[int, list[tuple[Asked, str, Told]]] = defaultdict(list)
    for one in asked:
        cause = one.cause(run.day)
        if cause is not None:
            told = Told(one, cause.kind, cause.deadline)
            due[one.user_id].append((one, cause.step, told))
    users = reachable(due)
    run.unreachable += len(due) - len(users)
    done = reached_today(users, run.day)
    words.read(one for found in due.values() for one, _step, _told in found)
    for pk in sorted(users.keys() - done):
        try:
            _write(run.day, users[pk], due[pk], words, now=now)
        except Exception:
            logger.exception("No reminder for person %s", pk)
        else:
            run.people += 1


@transaction.atomic
def _write(
    day: date, user: User, due: Collection, words: Words, *, now: datetime
) -> None:
    key = f"tracking.reminder:{user.pk}:{day}"
    mail = send_after_commit(
        digest(user, [told for _one, _step, told in due], words, key=key), now=now
    )
    Reminder.objects.bulk_create(
        Reminder(
            obligation_id=one.obligation_id,
            user=user,
            place_id=one.place.organisation_id,
            kind=told.kind,
            step=step,
            deadline=told.deadline,
            day=day,
            sent_at=now,
            mail=mail,
        )
        for one, step, told in due
    )


def _escalations(day: date, asked: list[Asked], hearers: Hearers) -> list[Reminder]:
    """What is told at the end of the run, where there is somebody to tell."""
    rows = []
    found = [(one, cause) for one in asked if (cause := one.escalation(day))]
    hearers.know({one.user_id for one, _cause in found})
    for one, cause in found:
        if hearers.of(one.user_id, one.place.path):
            rows.append(
                Reminder(
                    obligation_id=one.obligation_id,
                    user_id=one.user_id,
                    place_id=one.place.organisation_id,
                    kind=cause.kind,
                    step=cause.step,
                    deadline=cause.deadline,
                    day=day,
                )
            )
    return rows
