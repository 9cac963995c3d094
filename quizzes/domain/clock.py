"""The clock of an attempt, where its quiz has a time limit. It is the server's: what a
device believes the time to be has no part in it.

An attempt has its deadline from its start. What was received until then counts, whether
or not anybody hands it in; extra time is said once and holds for every quiz.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses.models import Enrolment
from quizzes.enums import MoreTime
from quizzes.models import Attempt, ExtraTime

# In hundredths of the time that the quiz gives. Unlimited has no deadline.
MORE = {
    MoreTime.NONE: 0,
    MoreTime.QUARTER: 25,
    MoreTime.HALF: 50,
    MoreTime.DOUBLE: 100,
}


def extra_time_of(user) -> MoreTime:
    """How much more time a person has asked for."""
    held = ExtraTime.objects.filter(user=user.pk).values_list("amount", flat=True)
    return MoreTime(next(iter(held), MoreTime.NONE))


def minutes_with(limit: int, more: MoreTime) -> int | None:
    """The whole minutes somebody has, rounded up; None for no limit."""
    if more == MoreTime.UNLIMITED:
        return None
    return -(-limit * (100 + MORE[more]) // 100)


def minutes_for(user, rules: dict) -> int | None:
    """The minutes a person has for a quiz with these rules; None for no limit. One query
    where the quiz has a limit."""
    limit = rules.get("time_limit")
    return minutes_with(limit, extra_time_of(user)) if limit else None


def deadline_of(
    enrolment: Enrolment, rules: dict, *, started_at: datetime
) -> datetime | None:
    """Until when an attempt begun now takes answers; None for as long as one likes."""
    if not rules.get("time_limit"):
        # Nearly every quiz: nothing is asked about the person.
        return None
    minutes = minutes_for(enrolment.user, rules)
    return None if minutes is None else started_at + timedelta(minutes=minutes)


def time_up(attempt: Attempt) -> str:
    """What somebody reads whose time is up."""
    return _("Time was up at %(time)s. What was saved until then counts.") % {
        "time": date_format(localtime(attempt.deadline_at), "H:i")
    }


def is_over(attempt: Attempt, *, now: datetime) -> bool:
    """Whether the time of an attempt is up. What comes at the deadline is in time."""
    return attempt.deadline_at is not None and now > attempt.deadline_at


@transaction.atomic
def ask_for_time(user, amount: MoreTime, *, now: datetime) -> None:
    """A person has more time from now on, also in what they are in the middle of.

    Less than before is for the attempts to come: nobody's running time is taken away.
    """
    if amount == MoreTime.NONE:
        ExtraTime.objects.filter(user=user).delete()
    else:
        ExtraTime.objects.update_or_create(user=user, defaults={"amount": amount})
    running = (
        Attempt.objects.select_for_update(of=("self",))
        .filter(enrolment__user=user, submitted_at=None, deadline_at__gte=now)
        .order_by("pk")
    )
    for attempt in running:
        minutes = minutes_with(attempt.time_limit, amount)
        later = (
            None
            if minutes is None
            else max(
                attempt.deadline_at, attempt.started_at + timedelta(minutes=minutes)
            )
        )
        if later != attempt.deadline_at:
            attempt.deadline_at = later
            attempt.save(update_fields=["deadline_at"])
