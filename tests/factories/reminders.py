"""People whose deadlines are so many days away, as the program leaves them behind."""

from datetime import UTC, date, datetime, time, timedelta

import time_machine

from organisations.models import Organisation, User
from tests.factories import tracking as factories
from tracking.domain.reminders.running import remind
from tracking.models import Obligation, Reminder, Requirement

# A Tuesday on which people work, and ten o'clock of it in Brussels.
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def at(day: date, hour: int = 9) -> datetime:
    """An hour of a day, on the clock of Greenwich."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def make_asked(
    requirement: Requirement,
    *,
    days: int,
    place: Organisation | None = None,
    day: date = TODAY,
    name: str = "",
    language: str = "en",
    email: str | None = "",
) -> tuple[User, Obligation]:
    """Somebody of whom a course is asked, due so many days after `day`."""
    place = place or requirement.organisation
    user = factories.make_member(
        place, name=name, sector=requirement.sector_id, starts_on=date(2025, 1, 1)
    )
    user.language = language
    if email != "":
        user.email = email
    user.save()
    return user, oblige(requirement, user, days=days, day=day)


def oblige(
    requirement: Requirement,
    user: User,
    *,
    days: int,
    day: date = TODAY,
    cycle: int = 1,
) -> Obligation:
    """What is asked of somebody, due so many days after `day`; it began before that."""
    due_on = day + timedelta(days=days)
    starts_on = min(due_on - timedelta(days=90), day - timedelta(days=1))
    return Obligation.objects.create(
        requirement=requirement,
        user=user,
        cycle=cycle,
        starts_on=starts_on,
        due_on=due_on,
        recorded_at=at(starts_on),
    )


def run(day: date = TODAY, hour: int = 9) -> None:
    """What the tick does at an hour of a day, and the worker after it."""
    now = at(day, hour)
    with time_machine.travel(now, tick=False):
        remind(now)


def sent() -> list[tuple[str, str]]:
    """(who, step) of everything that was sent."""
    rows = Reminder.objects.filter(sent_at__isnull=False).order_by("pk")
    return list(rows.values_list("user__printed_name", "step"))
