"""Where people stand towards a requirement on a day. Never stored, always derived.

`STANDING_SQL` says it of many in one query, `standing_from` of one; a test holds the
two together. Employers read standing and dates, and nothing that stands behind them
(ETHICS P5).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateTimeField, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from certificates.enums import EXPIRING_DAYS
from certificates.models import Certificate, end_of
from courses.models import ActivityProgress, Completion, Enrolment
from tracking.domain.evidence import certified_until, last_award, of_asked_course
from tracking.domain.facts import day_parameter
from tracking.domain.person import NEVER, Facts, Record
from tracking.enums import DUE_SOON_DAYS, Standing
from tracking.models import Obligation, Requirement

# In these a person holds what is asked.
MET = (Standing.COVERED, Standing.EXPIRING)

# Over the columns of `with_facts`; its parameters are `standing_parameters`.
STANDING_SQL = """CASE
    WHEN certified_until > %s THEN 'covered'
    WHEN certified_until >= %s THEN 'expiring'
    WHEN is_done THEN 'on_the_way'
    WHEN due_on < %s THEN 'overdue'
    WHEN due_on <= %s THEN 'due_soon'
    WHEN has_begun THEN 'on_the_way'
    ELSE 'not_begun'
END"""


def standing_parameters(day: date) -> list[object]:
    """The parameters of `STANDING_SQL` for a day."""
    running_out = day + timedelta(days=EXPIRING_DAYS)
    due_soon = day + timedelta(days=DUE_SOON_DAYS)
    return [day_parameter(one) for one in (running_out, day, day, due_soon)]


def standing_from(
    day: date,
    *,
    due_on: date,
    certified_until: date | None,
    is_done: bool,
    has_begun: bool,
) -> Standing:
    """The standing that facts make on a day: what `with_facts` and `Position` hold."""
    if certified_until is not None and certified_until >= day:
        lasts = certified_until > day + timedelta(days=EXPIRING_DAYS)
        return Standing.COVERED if lasts else Standing.EXPIRING
    if is_done:
        return Standing.ON_THE_WAY
    if due_on < day:
        return Standing.OVERDUE
    if due_on <= day + timedelta(days=DUE_SOON_DAYS):
        return Standing.DUE_SOON
    return Standing.ON_THE_WAY if has_begun else Standing.NOT_BEGUN


@dataclass(frozen=True)
class Position:
    """One person's standing on a day. `certified_until` is None when nothing counts,
    FOREVER when it does not end; it may lie in the past."""

    standing: Standing
    due_on: date
    certified_until: date | None


def with_facts(obligations, day: date):
    """Obligations that hold on a day, with the facts that make a standing on it.

    `certified_until`: see tracking.domain.evidence. `is_done`: completed, and the
    certificate is on its way. `has_begun`: learning since the last certificate.
    """
    completed = Completion.objects.filter(
        of_asked_course("enrolment__course", on="completed_at__date"),
        enrolment__user=OuterRef("user"),
        sector=OuterRef("requirement__sector"),
        completed_at__lt=end_of(day),
    )
    rewarded = Certificate.objects.filter(completion=OuterRef("pk"))
    waits = completed.filter(~Exists(rewarded.filter(awarded_on__lte=day)))
    never = Value(NEVER, output_field=DateTimeField())
    return (
        obligations.on(day)
        .alias(learnt_before=Coalesce(last_award(day), never))
        .annotate(
            certified_until=certified_until(day),
            is_done=Exists(waits),
            has_begun=_has_begun(day),
        )
    )


def _has_begun(day: date) -> Q:
    """Learning in the course, or in one that counted for it at the time, after the last
    certificate and by the end of a day."""
    since = Q(started_at__gt=OuterRef("learnt_before"), started_at__lt=end_of(day))
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
    obligation = (
        Obligation.objects.on(day).filter(user=user, requirement=requirement).first()
    )
    if obligation is None:
        return None
    enrolments = Enrolment.objects.filter(user=user)
    facts = Record(enrolments, day).facts_for(requirement)
    return position_from(obligation, facts, day)


def position_from(obligation: Obligation, facts: Facts, day: date) -> Position:
    """The position that facts make of an obligation on a day."""
    standing = standing_from(
        day,
        due_on=obligation.due_on,
        certified_until=facts.certified_until,
        is_done=facts.is_done,
        has_begun=facts.has_begun,
    )
    return Position(standing, obligation.due_on, facts.certified_until)
