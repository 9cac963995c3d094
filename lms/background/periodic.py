"""What the tick does: functions by name, each in its own time and its own failure."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error, models
from django.utils import timezone

from lms.models import PeriodicRun

logger = logging.getLogger(__name__)

# A tick that comes every minute must not skip one because it came 59.9 s after the last.
SLACK = timedelta(seconds=5)


@dataclass(frozen=True)
class Periodic:
    """One registered function.

    `func` takes `now` (aware). `every` is the least time between two starts.
    `longest` is how long it may run before another tick takes it for dead.
    """

    name: str
    func: Callable[[datetime], object]
    every: timedelta
    longest: timedelta


_registered: dict[str, Periodic] = {}


def register(
    name: str,
    func: Callable[[datetime], object],
    *,
    every: timedelta,
    longest: timedelta = timedelta(minutes=15),
) -> Periodic:
    """Have the tick call `func(now)`; call this from `AppConfig.ready`.

    `name` is "<app>.<verb>". The function must bear being called again for the
    same moment, and being cut off. Registering the same function again is
    harmless; raises ValueError when another one has the name.
    """
    periodic = Periodic(name, func, every, longest)
    if _registered.setdefault(name, periodic) != periodic:
        raise ValueError(f"another periodic function is called {name!r}")
    return periodic


def registered() -> list[Periodic]:
    """All periodic functions by name."""
    return [_registered[name] for name in sorted(_registered)]


def run_due(now: datetime) -> dict[str, str]:
    """Run everything that is due, one after the other; return errors by name.

    A failure is logged, kept on the `PeriodicRun` and does not touch the others.
    """
    errors = {}
    for periodic in registered():
        try:
            error = run_one(periodic, now)
        except Error as failure:
            logger.warning(
                "%s: the database did not answer: %s", periodic.name, failure
            )
            error = f"{type(failure).__name__}: {failure}"
        if error:
            errors[periodic.name] = error
    return errors


def run_one(periodic: Periodic, now: datetime) -> str:
    """Run one function if it is due and nobody else is at it; return its error or ""."""
    if not _lock(periodic, now):
        return ""
    error = ""
    try:
        periodic.func(now)
    except Exception as failure:
        logger.exception("Periodic function %s failed", periodic.name)
        error = f"{type(failure).__name__}: {failure}"[:2000]
    PeriodicRun.objects.filter(name=periodic.name, last_started=now).update(
        last_finished=timezone.now(), last_error=error, locked_until=None
    )
    return error


def _lock(periodic: Periodic, now: datetime) -> bool:
    # One conditional UPDATE: of two ticks at once only one changes the row.
    PeriodicRun.objects.get_or_create(name=periodic.name)
    slack = min(SLACK, periodic.every / 10)
    due = models.Q(last_started=None) | models.Q(
        last_started__lte=now - periodic.every + slack
    )
    free = models.Q(locked_until=None) | models.Q(locked_until__lt=now)
    return bool(
        PeriodicRun.objects.filter(due & free, name=periodic.name).update(
            last_started=now, locked_until=now + periodic.longest
        )
    )
