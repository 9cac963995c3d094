"""When an organisation's people are reminded, and at which hours mail may go out.

The nearest organisation that has a schedule decides, from where a person works upwards;
where nobody has one, the defaults do (our design, R1 and SECTORS.md name no days).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.domain.contacts.holidays import is_public_holiday
from organisations.domain.contacts.hours import BRUSSELS
from organisations.models import Organisation
from tracking.models import ReminderSchedule

SATURDAY = 5
LONGEST = 365
# So many days of one kind are enough for anybody.
MOST_STEPS = 5
# Longer than any row of days on which nothing is sent, pauses apart.
LOOK_AHEAD = 14


@dataclass(frozen=True)
class Plan:
    """Days before and after a deadline on which people are reminded; none: switched off.

    `escalate_after` so many days overdue somebody is told; None: never. Mail
    goes out between two hours of the clock in Brussels, not on weekends and public
    holidays unless they are switched on, and from `paused_until` on (None: no pause).
    """

    before_due: tuple[int, ...] = (30, 7)
    overdue: tuple[int, ...] = (1, 14)
    before_expiry: tuple[int, ...] = (60, 14)
    after_expiry: tuple[int, ...] = (1,)
    escalate_after: int | None = 30
    mails_from: time = time(8)
    mails_until: time = time(18)
    on_weekends: bool = False
    on_holidays: bool = False
    paused_until: date | None = None

    def sends_on(self, day: date) -> bool:
        """Whether mail may go out on a day at all."""
        return (
            (self.paused_until is None or day >= self.paused_until)
            and (self.on_weekends or day.weekday() < SATURDAY)
            and (self.on_holidays or not is_public_holiday(day))
        )

    def is_awake(self, moment: datetime) -> bool:
        """Whether mail may go out at a moment."""
        local = moment.astimezone(BRUSSELS)
        return (
            self.sends_on(local.date())
            and self.mails_from <= local.time() < self.mails_until
        )

    def wakes_at(self, moment: datetime) -> datetime:
        """When mail goes out again; the moment itself while it does."""
        if self.is_awake(moment):
            return moment
        local = moment.astimezone(BRUSSELS)
        first = max(local.date(), self.paused_until or local.date())
        days = (first + timedelta(days=ahead) for ahead in range(LOOK_AHEAD))
        opens = (
            datetime.combine(day, self.mails_from, tzinfo=BRUSSELS)
            for day in days
            if self.sends_on(day)
        )
        return next(one for one in opens if one > moment)

    @property
    def latest(self) -> int:
        """So many days after a deadline somebody may still be told of it first."""
        late = (*self.overdue, *self.after_expiry, self.escalate_after or 0)
        return max(late)

    @property
    def earliest(self) -> int:
        """So many days before a deadline the first reminder goes out; 0 without one."""
        return max((*self.before_due, *self.before_expiry), default=0)


DEFAULT = Plan()
FIELDS = tuple(Plan.__dataclass_fields__)
STEPS = ("before_due", "overdue", "before_expiry", "after_expiry")


def plan_from(schedule: ReminderSchedule) -> Plan:
    """The plan that a row holds."""
    values = {name: getattr(schedule, name) for name in FIELDS}
    return Plan(**values | {name: tuple(values[name]) for name in STEPS})


class Plans:
    """Every plan there is, read once; `of` says which one holds for a place."""

    def __init__(self) -> None:
        self._own = {
            one.organisation_id: plan_from(one)
            for one in ReminderSchedule.objects.all()
        }
        self._known: dict[str, Plan] = {}

    def of(self, path: str) -> Plan:
        """The plan for an organisation, by its path."""
        if path not in self._known:
            above = (int(pk) for pk in reversed(path.strip("/").split("/")))
            own = (self._own[pk] for pk in above if pk in self._own)
            self._known[path] = next(own, DEFAULT)
        return self._known[path]

    def all(self) -> Collection[Plan]:
        """All that hold somewhere."""
        return {DEFAULT, *self._own.values()}


def decider_of(organisation: Organisation) -> Organisation | None:
    """The organisation whose schedule holds here: itself or the nearest one above that
    has one; None where the defaults hold."""
    above = [int(pk) for pk in organisation.path.strip("/").split("/")]
    found = ReminderSchedule.objects.filter(organisation__in=above).select_related(
        "organisation"
    )
    nearest = max(found, key=lambda one: len(one.organisation.path), default=None)
    return nearest and nearest.organisation


@transaction.atomic
def set_schedule(
    organisation: Organisation, plan: Plan, *, actor, now: datetime
) -> ReminderSchedule:
    """Have an organisation's people, and those below it, reminded by a plan.

    Raises DomainError `bad_days`, `too_many` or `no_hours`.
    """
    _check(plan)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    values = {name: getattr(plan, name) for name in FIELDS}
    values |= {name: list(values[name]) for name in STEPS}
    schedule, _created = ReminderSchedule.objects.update_or_create(
        organisation=organisation, defaults={**values, "changed_at": now}
    )
    audit.record(
        "tracking.reminders_scheduled",
        actor=actor,
        subject=schedule,
        organisation=organisation,
        now=now,
        data={name: _plain(value) for name, value in values.items()},
    )
    return schedule


@transaction.atomic
def drop_schedule(organisation: Organisation, *, actor, now: datetime) -> bool:
    """Follow the next one above again, or the defaults; False where nothing changes."""
    schedule = ReminderSchedule.objects.filter(organisation=organisation).first()
    if schedule is None:
        return False
    audit.record(
        "tracking.reminders_unscheduled",
        actor=actor,
        subject=schedule,
        organisation=organisation,
        now=now,
    )
    schedule.delete()
    return True


def _check(plan: Plan) -> None:
    days = [*plan.before_due, *plan.overdue, *plan.before_expiry, *plan.after_expiry]
    if plan.escalate_after is not None:
        days.append(plan.escalate_after)
    if not all(1 <= one <= LONGEST for one in days):
        raise DomainError(
            _("Give numbers of days between 1 and %(longest)s.") % {"longest": LONGEST},
            code="bad_days",
        )
    if any(len(getattr(plan, name)) > MOST_STEPS for name in STEPS):
        raise DomainError(
            _("At most %(most)s reminders of one kind.") % {"most": MOST_STEPS},
            code="too_many",
        )
    if plan.mails_from >= plan.mails_until:
        raise DomainError(
            _("Mail has to go out at some hour: choose a later end."), code="no_hours"
        )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | time) else value
