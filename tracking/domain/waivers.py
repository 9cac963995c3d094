"""Exempting one person from what is asked, giving more time, and taking that back.

Whoever asks something decides who need not do it; a part of a body cannot exempt
anybody from what the body above it asks.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.domain.award import last_valid_day
from certificates.models import day_of
from courses.models import Enrolment
from lms import audit
from lms.errors import DomainError
from organisations.models import User
from tracking.domain.person import Facts, Record
from tracking.domain.standing import Position, standing_from
from tracking.domain.waived import NOT_EXEMPT, exempt_among, with_waivers
from tracking.enums import WaiverKind, WaiverReason
from tracking.models import Obligation, Requirement, Waiver

LONGEST_MONTHS = 24


@dataclass(frozen=True)
class Terms:
    """What is to be given: an exemption from `starts_on` to `last_day`, both included,
    or time until `due_on`, which counts from the day it is given."""

    kind: str
    reason_code: str
    starts_on: date | None = None
    last_day: date | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class WaiverEffect:
    """What a waiver would change: its first day; where the person stands without it and
    with it, on that day or today; and for an exemption `then`, where they would stand
    on the day after its last, if nothing else happens."""

    first: date
    before: Position
    after: Position
    then: Position | None


@transaction.atomic
def waive(
    user: User,
    requirement: Requirement,
    terms: Terms,
    *,
    actor: User | None,
    now: datetime,
) -> Waiver:
    """Exempt a person from what is asked, or give more time.

    Raises DomainError `self` or `not_asked`; `no_day`, `over`, `ends_before_start`,
    `too_long` or `exempt_already` for an exemption; `no_day`, `over`, `too_long` or
    `not_later` for an extension.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    day = day_of(now)
    _check(user, requirement, terms, day, actor=actor)
    waiver = drafted(user.pk, requirement.pk, terms, actor=actor, now=now)
    waiver.save()
    _record("tracking.waiver_given", waiver, actor, now)
    return waiver


@transaction.atomic
def withdraw(waiver: Waiver, *, actor: User | None, now: datetime) -> Waiver:
    """Let a waiver hold no longer, from today on; earlier days stay as they were. Twice
    is once, and nothing is changed of one that is over."""
    User.objects.select_for_update(no_key=True).get(pk=waiver.user_id)
    waiver = Waiver.objects.select_related("requirement").get(pk=waiver.pk)
    if waiver.withdrawn_at is not None or waiver.until < day_of(now):
        return waiver
    waiver.withdrawn_at, waiver.withdrawn_by = now, actor
    waiver.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record("tracking.waiver_withdrawn", waiver, actor, now)
    return waiver


def effect_of_waiver(
    user: User,
    requirement: Requirement,
    terms: Terms,
    *,
    actor: User | None,
    now: datetime,
) -> WaiverEffect:
    """What `waive` would do; raises what it raises, and changes nothing."""
    today = day_of(now)
    obligation = _check(user, requirement, terms, today, actor=actor)
    exempt = exempt_among([user.pk]).get((user.pk, requirement.pk), NOT_EXEMPT)
    enrolments = list(Enrolment.objects.filter(user=user))

    def facts_on(day: date) -> Facts:
        return Record(enrolments, day).facts_for(obligation.requirement)

    def stands(day: date, facts: Facts, **changes) -> Position:
        days = {"due_on": obligation.due, "exempt_until": exempt.until(day)} | changes
        return _position(obligation, facts, day, **days)

    first = _first_day(terms, today)
    day = max(today, first)
    facts = facts_on(day)
    before = stands(day, facts)
    if terms.kind == WaiverKind.EXTENSION:
        after = stands(day, facts, due_on=terms.due_on)
        return WaiverEffect(first, before, after, None)
    after = stands(day, facts, exempt_until=terms.last_day)
    following = terms.last_day + timedelta(days=1)
    return WaiverEffect(first, before, after, stands(following, facts_on(following)))


def drafted(
    user_id: int,
    requirement_id: int,
    terms: Terms,
    *,
    actor: User | None,
    now: datetime,
) -> Waiver:
    """The row of what is given; not saved, and nothing is checked."""
    return Waiver(
        requirement_id=requirement_id,
        user_id=user_id,
        kind=terms.kind,
        reason_code=WaiverReason(terms.reason_code),
        starts_on=_first_day(terms, day_of(now)),
        last_day=terms.last_day if terms.kind == WaiverKind.EXEMPTION else None,
        due_on=terms.due_on if terms.kind == WaiverKind.EXTENSION else None,
        given_by=actor,
        recorded_at=now,
    )


def audited(waiver: Waiver) -> dict[str, object]:
    """What the audit log says of one."""
    return {
        "kind": waiver.kind,
        "reason": waiver.reason_code,
        "user": waiver.user_id,
        "requirement": waiver.requirement_id,
        "from": waiver.starts_on.isoformat(),
        "until": waiver.until.isoformat(),
    }


def _position(
    obligation: Obligation,
    facts: Facts,
    day: date,
    *,
    due_on: date,
    exempt_until: date | None,
) -> Position:
    """Where somebody stands on a day with other days than those of the obligation."""
    standing = standing_from(
        day,
        due_on=due_on,
        grace_days=obligation.requirement.grace_days,
        certified_until=facts.certified_until,
        exempt_until=exempt_until,
        is_done=facts.is_done,
        has_begun=facts.has_begun,
    )
    return Position(standing, due_on, facts.certified_until, exempt_until)


def check_days(terms: Terms, day: date) -> None:
    """Whether such days could be given to anybody. Raises DomainError `no_day`, `over`,
    `too_long`, and `ends_before_start` for an exemption."""
    if terms.kind == WaiverKind.EXTENSION:
        _check_day(terms.due_on, day, day)
        return
    first = _first_day(terms, day)
    _check_day(terms.last_day, first, day)
    if terms.last_day < first:
        raise DomainError(
            _("The last day lies before the first one. Change one of them."),
            code="ends_before_start",
        )


def _obligation(user: User, requirement: Requirement, day: date) -> Obligation:
    theirs = Obligation.objects.on(day).filter(user=user, requirement=requirement)
    found = with_waivers(theirs, day).select_related("requirement").first()
    if found is None:
        raise DomainError(
            _("This is not asked of this person any longer. Nothing was changed."),
            code="not_asked",
        )
    return found


def _first_day(terms: Terms, today: date) -> date:
    if terms.kind == WaiverKind.EXTENSION:
        return today
    return terms.starts_on or today


def _check(
    user: User, requirement: Requirement, terms: Terms, day: date, *, actor: User | None
) -> Obligation:
    """Whether this could be given; what it is given from."""
    if actor == user:
        raise DomainError(
            _("Nobody decides this for themselves. Ask a colleague who coordinates."),
            code="self",
        )
    obligation = _obligation(user, requirement, day)
    check_days(terms, day)
    if terms.kind == WaiverKind.EXEMPTION:
        _check_exemption(user, requirement, terms, day)
    else:
        _check_extension(obligation, terms, day)
    return obligation


def _check_exemption(
    user: User, requirement: Requirement, terms: Terms, day: date
) -> None:
    first, last = _first_day(terms, day), terms.last_day
    same_time = Waiver.objects.filter(
        user=user,
        requirement=requirement,
        kind=WaiverKind.EXEMPTION,
        withdrawn_at__isnull=True,
        starts_on__lte=last,
        last_day__gte=first,
    )
    if same_time.exists():
        raise DomainError(
            _(
                "There is an exemption for a part of this time already. Withdraw it "
                "first, or choose other days."
            ),
            code="exempt_already",
        )


def _check_extension(obligation: Obligation, terms: Terms, day: date) -> None:
    if terms.due_on <= obligation.due:
        raise DomainError(
            _("This gives no more time than there is. Choose a later day."),
            code="not_later",
        )


def _check_day(last: date | None, first: date, today: date) -> None:
    """Whether something may last from one day to another: it always ends, and not in
    the past."""
    if last is None:
        raise DomainError(_("Choose the last day."), code="no_day")
    if last < today:
        raise DomainError(
            _("That day is over. Choose today or a later day."), code="over"
        )
    if last > last_valid_day(first, LONGEST_MONTHS):
        raise DomainError(
            _("Nothing of this lasts longer than two years. Choose an earlier day."),
            code="too_long",
        )


def _record(action: str, waiver: Waiver, actor: User | None, now: datetime) -> None:
    audit.record(
        action,
        actor=actor,
        subject=waiver,
        now=now,
        data=audited(waiver),
        organisation=waiver.requirement.organisation_id,
    )
