"""Who is to be reminded of what on a day. Pure: dates in, a cause or none out.

Only the latest step that has come counts, so after days on which nothing was sent
people hear of where they stand now and not of all that was missed; and a step that has
come long ago is no cause any more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracking.domain.reminders.plans import Plan
from tracking.domain.standing import late_after
from tracking.enums import ReminderKind, Standing

# Nobody is told of what was to be said longer ago.
STALE_AFTER = timedelta(days=30)
# Who stands elsewhere is asked nothing at present.
REMINDED = (
    Standing.NOT_BEGUN,
    Standing.ON_THE_WAY,
    Standing.DUE_SOON,
    Standing.OVERDUE,
    Standing.EXPIRING,
)
# Of two steps that come on one day.
RANK = (
    ReminderKind.BEFORE_DUE,
    ReminderKind.BEFORE_EXPIRY,
    ReminderKind.OVERDUE,
    ReminderKind.AFTER_EXPIRY,
)


@dataclass(frozen=True)
class Towards:
    """Where a person stands towards an obligation on a day. `until` is the last day
    certified, which may have passed; None when nothing counts. So many days after
    `due_on`, `grace_days`, nobody is late yet. `exempt_until` is the last day of the
    exemption that holds, `exempt_before` of those that are over."""

    standing: Standing
    starts_on: date
    due_on: date
    until: date | None = None
    grace_days: int = 0
    exempt_until: date | None = None
    exempt_before: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do. What runs out while they are exempt,
        nobody need renew."""
        is_let_off = (
            self.standing == Standing.EXPIRING
            and self.exempt_until is not None
            and self.exempt_until >= self.until
        )
        return self.standing in REMINDED and not is_let_off

    @property
    def late_after(self) -> date:
        """The last day on which they are not late."""
        return late_after(
            self.due_on, grace_days=self.grace_days, exempt_before=self.exempt_before
        )

    @property
    def asked_since(self) -> date:
        """The first day on which it is asked, after any exemption."""
        if self.exempt_before is None:
            return self.starts_on
        return max(self.starts_on, self.exempt_before + timedelta(days=1))

    @property
    def deadlines(self) -> tuple[date, ...]:
        """The days that a mail about it may name. A mail that named another one, such
        as before there was more time, told nothing that holds."""
        in_time = (self.due_on, self.late_after)
        return in_time if self.until is None else (*in_time, self.until)

    @property
    def ran_out(self) -> bool:
        """Whether what is missing now was held before, while it was asked."""
        return (
            self.standing != Standing.EXPIRING
            and self.until is not None
            and self.until >= self.starts_on - timedelta(days=1)
        )


@dataclass(frozen=True)
class Cause:
    """Why somebody is told something: a kind, its days, the `day` on which it came, and
    the day that the mail names. `put_off` to the end of an exemption it is another one
    than it was before."""

    kind: ReminderKind
    days: int
    day: date
    deadline: date
    put_off: date | None = None

    @property
    def step(self) -> str:
        """Its name; with the obligation and the deadline what it is told once by."""
        moved = f"-{self.put_off}" if self.put_off else ""
        return f"{self.kind.value}{moved}-{self.days}"


def cause_on(day: date, towards: Towards, plan: Plan) -> Cause | None:
    """What a person is to be told on a day: the latest step that has come."""
    if not towards.is_open:
        return None
    come = [
        one
        for one in _steps(towards, plan)
        if one.day <= day and not _is_said_too_late(one, day)
    ]
    latest = max(come, key=lambda one: (one.day, RANK.index(one.kind)), default=None)
    return latest if latest and not _is_stale(latest.day, towards, day) else None


def escalation_on(day: date, towards: Towards, plan: Plan) -> Cause | None:
    """What the line manager or the coordinators of a person are told on a day."""
    after = plan.escalate_after
    if towards.standing != Standing.OVERDUE or after is None:
        return None
    cause = _counted(ReminderKind.ESCALATION, after, towards, towards.due_on)
    is_due = cause.day <= day and not _is_stale(cause.day, towards, day)
    return cause if is_due else None


def is_told(cause: Cause, last_told: date | None) -> bool:
    """Whether what was last sent about an obligation, by one of its deadlines, told it
    already."""
    return last_told is not None and last_told >= cause.day


def deadline_of(towards: Towards, day: date) -> tuple[ReminderKind, date]:
    """What there is to say of an obligation on a day, whatever the plan: for a reminder
    by hand."""
    if towards.standing == Standing.EXPIRING:
        return ReminderKind.BEFORE_EXPIRY, towards.until
    if towards.ran_out and towards.until >= towards.due_on:
        return ReminderKind.AFTER_EXPIRY, towards.until
    if towards.standing == Standing.OVERDUE:
        return ReminderKind.OVERDUE, towards.due_on
    # In the days of grace these are what is left.
    in_time = towards.due_on if day <= towards.due_on else towards.late_after
    return ReminderKind.BEFORE_DUE, in_time


def _steps(towards: Towards, plan: Plan) -> Iterator[Cause]:
    if towards.standing == Standing.EXPIRING:
        # Where it lasts longer, the next cycle begins within the hour, and is told of.
        if towards.until <= towards.due_on:
            yield from _before(
                ReminderKind.BEFORE_EXPIRY, plan.before_expiry, towards.until
            )
        return
    if towards.standing == Standing.OVERDUE:
        for days in plan.overdue:
            yield _counted(ReminderKind.OVERDUE, days, towards, towards.due_on)
    else:
        yield from _before(ReminderKind.BEFORE_DUE, plan.before_due, towards.due_on)
    if towards.ran_out:
        for days in plan.after_expiry:
            yield _counted(ReminderKind.AFTER_EXPIRY, days, towards, towards.until)


def _before(kind: ReminderKind, steps: tuple[int, ...], day: date) -> Iterator[Cause]:
    for days in steps:
        yield Cause(kind, days, day - timedelta(days=days), day)


def _counted(kind: ReminderKind, days: int, towards: Towards, deadline: date) -> Cause:
    """A step so many days after a deadline: after they are late because of it, or where
    a certificate ran out after that; in both cases, after they were exempt."""
    grace = 0 if kind == ReminderKind.AFTER_EXPIRY else towards.grace_days
    in_time = late_after(deadline, grace_days=grace)
    start = late_after(deadline, grace_days=grace, exempt_before=towards.exempt_before)
    put_off = start if start > in_time else None
    return Cause(kind, days, start + timedelta(days=days), deadline, put_off)


def _is_said_too_late(cause: Cause, day: date) -> bool:
    """Whether what lay ahead is over: the days of grace are nobody's deadline."""
    return cause.kind == ReminderKind.BEFORE_DUE and cause.deadline < day


def _is_stale(came: date, towards: Towards, day: date) -> bool:
    # Who is asked at short notice, or again, hears of it at once.
    return day - max(came, towards.asked_since) > STALE_AFTER
