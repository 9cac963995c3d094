"""Deciding who is to be reminded, and a run of it, measured in a process of its own
(bench.with_django)."""

import os
import resource
import time
from collections.abc import Callable
from datetime import date

from django.db import connection
from django.utils import timezone

from bench.processes import cpu_seconds
from certificates.models import day_of
from lms.models import OutgoingMail
from tracking.domain.reminders import running
from tracking.domain.reminders.escalating import Hearers
from tracking.domain.reminders.plans import Plan, Plans
from tracking.domain.reminders.reading import asked_of_people, people_asked
from tracking.domain.reminders.writing import Words
from tracking.models import Obligation, Reminder, ReminderRun

AT_ONCE = 2000
# Of a run so much is carried.
CHUNKS = 5


def build(*, people: int, requirements: int) -> dict:
    """Seconds, memory and counts, by name."""
    day = timezone.localdate()
    plans = Plans()
    # What is loaded once is no cost of deciding.
    _decide(plans, day, limit=1, most=1)
    before, cpu = _peak(), _cpu()
    decided, (due, causes) = _timed(lambda: _decide(plans, day, limit=AT_ONCE))
    growth, decided_cpu = _peak() - before, _cpu() - cpu
    cpu = _cpu()
    small, _found = _timed(lambda: _decide(plans, day, limit=running.CHUNK))
    small_cpu = _cpu() - cpu
    hearing_cpu = _cpu()
    hearing, heard = _timed(lambda: _hear(plans, day))
    hearing_cpu = _cpu() - hearing_cpu
    read, _none = _timed(lambda: _read(day))
    seconds, looked_at = _timed(_run)
    written = OutgoingMail.objects.filter(template="tracking/mail/reminder").count()
    told = Reminder.objects.exclude(kind="escalated").values("user").distinct().count()
    return {
        "people": people,
        "requirements": requirements,
        "due": due,
        "causes": causes,
        "decided_s": decided,
        "decided_cpu_s": decided_cpu,
        "small_s": small,
        "small_cpu_s": small_cpu,
        "read_s": read,
        "hearing_s": hearing,
        "hearing_cpu_s": hearing_cpu,
        "heard": heard,
        "growth_mib": growth,
        "run_s": seconds,
        "looked_at": looked_at,
        "mails": written,
        "doubles": written - told,
    }


def _timed(act: Callable) -> tuple[float, object]:
    began = time.perf_counter()
    made = act()
    return time.perf_counter() - began, made


def _cpu() -> float:
    """Of this process and the database's that answers it: what others do on the machine
    makes no difference to it."""
    return cpu_seconds([os.getpid(), connection.connection.info.backend_pid])


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _decide(
    plans: Plans, day: date, *, limit: int, most: int | None = None
) -> tuple[int, int]:
    """(people, causes) of everybody, so many people at a time."""
    after, rounds, causes = 0, 0, 0
    due = set()
    while people := people_asked(plans, day, after=after, limit=limit):
        for one in asked_of_people(people, plans, day):
            if one.cause(day) is not None:
                due.add(one.user_id)
                causes += 1
        after = people[-1]
        rounds += 1
        if rounds == most:
            break
    return len(due), causes


def _hear(plans: Plans, day: date) -> int:
    """Read who leads the work of everybody, as a run does of those who are long overdue;
    returns of how many people somebody does."""
    hearers, after, found = Hearers(day), 0, 0
    while people := people_asked(plans, day, after=after, limit=running.CHUNK):
        hearers.know(people)
        found += len({person for person, _employer in hearers._leading})
        after = people[-1]
    return found


def _read(day: date) -> None:
    rows = Obligation.objects.on(day).values_list(
        "pk", "due_on", "user__email", "requirement__course"
    )
    for _row in rows.iterator(chunk_size=AT_ONCE):
        pass


def _run() -> int:
    """The beginning of a run as the worker carries it, also at night; returns how many
    people it looked at."""
    Plan.is_awake = lambda _plan, _moment: True
    now = timezone.now()
    run = ReminderRun.objects.create(day=day_of(now), started_at=now, heard_at=now)
    words, hearers = Words(), Hearers(run.day)
    for _chunk in range(CHUNKS):
        running._next(run.pk, words, hearers, now=now)
    run.refresh_from_db()
    asked = Obligation.objects.on(run.day).filter(user__lte=run.cursor)
    return asked.values("user").distinct().count()
