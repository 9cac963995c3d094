"""Where people stand towards a requirement on a day. Never stored, always derived.

`STANDING_SQL` says it of many in one query, `standing_from` of one; a test holds the
two together. Employers read standing and dates, and nothing that stands behind them
(ETHICS P5).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import DateTimeField, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from certificates.enums import EXPIRING_DAYS
from certificates.models import Certificate
from courses.models import ActivityProgress, Completion, Enrolment
from tracking.domain.dates import FOREVER, days_later
from tracking.domain.evidence import (
    awarded_before,
    certified_until,
    last_award,
    of_asked_course,
    seen_until,
)
from tracking.domain.facts import day_parameter
from tracking.domain.person import NEVER, Facts, Record
from tracking.domain.waived import with_waivers
from tracking.enums import DUE_SOON_DAYS, Standing
from tracking.models import Obligation, Requirement

# In these a person holds what is asked.
MET = (Standing.COVERED, Standing.EXPIRING)

# Over the columns of `with_facts`; its parameters are `standing_parameters`.
STANDING_SQL = f"""CASE
    WHEN certified_until > %s THEN 'covered'
    WHEN certified_until >= %s THEN 'expiring'
    WHEN exempt_until IS NOT NULL THEN 'exempt'
    WHEN is_done THEN 'on_the_way'
    WHEN {days_later("due_on", "grace_days")} < %s THEN 'overdue'
    WHEN due_on <= %s THEN 'due_soon'
    WHEN has_begun THEN 'on_the_way'
    ELSE 'not_begun'
END"""


def standing_parameters(day: date) -> list[object]:
    """The parameters of `STANDING_SQL` for a day."""
    running_out = day + timedelta(days=EXPIRING_DAYS)
    due_soon = day + timedelta(days=DUE_SOON_DAYS)
    return [day_parameter(one) for one in (running_out, day, day, due_soon)]


def late_after(
    due_on: date, *, grace_days: int = 0, exempt_before: date | None = None
) -> date:
    """The last day on which nobody is late: with the days of grace, and not before the
    last exemption, which ended on `exempt_before`, was over. From here everything
    counts that follows from being late."""
    in_time = due_on + timedelta(days=grace_days)
    return in_time if exempt_before is None else max(in_time, exempt_before)


def standing_from(
    day: date,
    *,
    due_on: date,
    grace_days: int = 0,
    certified_until: date | None,
    exempt_until: date | None,
    is_done: bool,
    has_begun: bool,
) -> Standing:
    """The standing that facts make on a day: what `with_facts` and `Position` hold."""
    if certified_until is not None and certified_until >= day:
        lasts = certified_until > day + timedelta(days=EXPIRING_DAYS)
        return Standing.COVERED if lasts else Standing.EXPIRING
    if exempt_until is not None:
        return Standing.EXEMPT
    if is_done:
        return Standing.ON_THE_WAY
    # Whoever was exempt before was so without being late: no need to know until when.
    if late_after(due_on, grace_days=grace_days) < day:
        return Standing.OVERDUE
    if due_on <= day + timedelta(days=DUE_SOON_DAYS):
        return Standing.DUE_SOON
    return Standing.ON_THE_WAY if has_begun else Standing.NOT_BEGUN


@dataclass(frozen=True)
class Position:
    """One person's standing on a day. `due_on` is the last day in time, with more time
    if it was given. `certified_until` is None when nothing counts, FOREVER when it does
    not end; it may lie in the past. `exempt_until` is the last day of an exemption that
    holds on the day, also for somebody who is covered; None without."""

    standing: Standing
    due_on: date
    certified_until: date | None
    exempt_until: date | None = None

    @property
    def shown(self) -> "Shown":
        """The last days to show to an employer."""
        return shown_days(self.standing, self.certified_until, self.exempt_until)


@dataclass(frozen=True)
class Shown:
    """The last days that an employer is shown: `certified_until` of what counts, None
    where nothing does or it has no end; `exempt_until` of who is exempt and not
    covered."""

    is_met: bool
    certified_until: date | None
    exempt_until: date | None


def shown_days(
    standing: str, certified_until: date | None, exempt_until: date | None
) -> Shown:
    """What of the facts of a standing an employer is shown."""
    is_met = standing in MET
    ends = is_met and certified_until != FOREVER
    return Shown(
        is_met=is_met,
        certified_until=certified_until if ends else None,
        exempt_until=exempt_until if standing == Standing.EXEMPT else None,
    )


def with_facts(obligations, day: date, *, known_at: datetime | None = None):
    """Obligations that hold on a day, with the facts that make a standing on it; where a
    moment is given, as was known before it (docs/standing.md).

    `due` and `exempt_until`: see tracking.domain.waived. `certified_until`: see
    tracking.domain.evidence. `is_done`: completed, and the certificate is on its way.
    `has_begun`: learning since the last certificate.
    """
    completed = Completion.objects.filter(
        of_asked_course("enrolment__course", on="completed_at__date"),
        enrolment__user=OuterRef("user"),
        sector=OuterRef("requirement__sector"),
        completed_at__lt=seen_until(day, known_at),
    )
    rewarded = Certificate.objects.filter(
        awarded_before(known_at), completion=OuterRef("pk")
    )
    waits = completed.filter(~Exists(rewarded.filter(awarded_on__lte=day)))
    never = Value(NEVER, output_field=DateTimeField())
    return (
        with_waivers(obligations.on(day, known_at=known_at), day, known_at=known_at)
        .alias(learnt_before=Coalesce(last_award(day, known_at=known_at), never))
        .annotate(
            certified_until=certified_until(day, known_at=known_at),
            is_done=Exists(waits),
            has_begun=_has_begun(day, known_at),
        )
    )


def _has_begun(day: date, known_at: datetime | None) -> Q:
    """Learning in the course, or in one that counted for it at the time, after the last
    certificate and by the end of a day."""
    since = Q(
        started_at__gt=OuterRef("learnt_before"),
        started_at__lt=seen_until(day, known_at),
    )
    enrolled = Enrolment.objects.filter(
        since,
        of_asked_course("course", on="started_at__date"),
        user=OuterRef("user"),
    )
    learning = ActivityProgress.objects.filter(
        since,
        of_asked_course("enrolment__course", on="started_at__date"),
        enrolment__user=OuterRef("user"),
    )
    return Q(Exists(enrolled)) | Q(Exists(learning))


def position_of(user, requirement: Requirement, day: date) -> Position | None:
    """Where a person stands towards a requirement on a day; None when it does not
    concern them then."""
    theirs = Obligation.objects.on(day).filter(user=user, requirement=requirement)
    obligation = with_waivers(theirs, day).select_related("requirement").first()
    if obligation is None:
        return None
    enrolments = Enrolment.objects.filter(user=user)
    facts = Record(enrolments, day).facts_for(requirement)
    return position_from(obligation, facts, day)


def position_from(obligation: Obligation, facts: Facts, day: date) -> Position:
    """The position that facts make of an obligation on a day, read `with_waivers`."""
    standing = standing_from(
        day,
        due_on=obligation.due,
        grace_days=obligation.requirement.grace_days,
        certified_until=facts.certified_until,
        exempt_until=obligation.exempt_until,
        is_done=facts.is_done,
        has_begun=facts.has_begun,
    )
    return Position(
        standing, obligation.due, facts.certified_until, obligation.exempt_until
    )
