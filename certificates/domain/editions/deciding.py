"""Deciding what a material edition means for holders, and taking it back."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificates.enums import EditionDemand
from certificates.models import CertificateRule, EditionChange, day_of
from courses.enums import Significance
from courses.models import Course, Edition
from lms import audit
from lms.errors import DomainError


def first_last_day(now: datetime) -> date:
    """The earliest last day that holders can be given."""
    return day_of(now) + timedelta(days=settings.RELAY_EDITION_GRACE_DAYS)


def deadline_of(change: EditionChange) -> date | None:
    """The day after which a decision is carried out: its last day, or the end of the
    days of grace where holders were told late; None where it asks nothing."""
    if change.until is None or change.told_at is None:
        return change.until
    return max(change.until, first_last_day(change.told_at))


def possible_deltas(course: Course):
    """The courses that can stand for the new edition of another: released, and open to
    every holder."""
    return (
        Course.objects.released()
        .filter(is_open=True, is_practice=False)
        .exclude(pk=course.pk)
        .order_by("code")
    )


def draft(
    edition: Edition,
    issuer,
    *,
    demand: str,
    delta: Course | None = None,
    until: date | None = None,
    actor,
    now: datetime,
) -> EditionChange:
    """A decision as it would be made: checked, to be looked at, and not kept.

    Raises DomainError with the code "not_material", "delta" for a course that cannot
    stand for the new edition, or "too_soon" for a last day that leaves holders less
    than the days of grace.
    """
    concerns = (
        edition.significance == Significance.MATERIAL
        and edition.number > 1
        and CertificateRule.objects.filter(
            course=edition.course_id, issuer=issuer
        ).exists()
    )
    if not concerns:
        raise DomainError(
            _("Only a material edition concerns those who are certified."),
            code="not_material",
        )
    demand = EditionDemand(demand)
    if demand != EditionDemand.DELTA:
        delta = None
    elif (
        delta is None
        or not possible_deltas(edition.course).filter(pk=delta.pk).exists()
    ):
        raise DomainError(
            _("Choose a short course that is released and open to everybody."),
            code="delta",
        )
    if demand == EditionDemand.NOTHING:
        until = None
    elif until is None or until < first_last_day(now):
        raise DomainError(
            _("Give holders at least %(days)s days.")
            % {"days": settings.RELAY_EDITION_GRACE_DAYS},
            code="too_soon",
        )
    return EditionChange(
        edition=edition,
        issuer=issuer,
        demand=demand,
        delta=delta,
        until=until,
        decided_at=now,
        decided_by=actor,
    )


@transaction.atomic
def decide(change: EditionChange, *, now: datetime) -> EditionChange:
    """Keep a decision that `draft` made. No certificate changes and nobody is told by
    it. Raises DomainError ("decided") when there is one already."""
    try:
        # A savepoint: after an error PostgreSQL would refuse the rest.
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError:
        raise DomainError(
            _("It was decided meanwhile. Look at it again."), code="decided"
        ) from None
    _record("certificates.edition_decided", change, change.decided_by, now)
    return change


@transaction.atomic
def withdraw(change: EditionChange, *, actor, now: datetime) -> EditionChange:
    """Take a decision back; what holders did because of it stays.

    Raises DomainError ("over") once its last day has passed and holders were told, or
    when it was withdrawn before.
    """
    change = EditionChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    deadline = deadline_of(change)
    is_over = deadline is not None and deadline < day_of(now) and change.told_at
    if change.withdrawn_at is not None or change.carried_out_at is not None or is_over:
        raise DomainError(
            _("It is carried out already, or was withdrawn before."), code="over"
        )
    change.withdrawn_at = now
    change.save(update_fields=["withdrawn_at"])
    _record("certificates.edition_withdrawn", change, actor, now)
    return change


@transaction.atomic
def begin_telling(change: EditionChange, *, actor, now: datetime) -> EditionChange:
    """Have the mails to the holders sent, once; the sweep sends them.

    Raises DomainError "over" for a decision that asks nothing or stands no longer,
    "too_late" when they would have less than the days of grace. Twice is once.
    """
    change = EditionChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.telling_at is not None:
        return change
    if not EditionChange.objects.asking().filter(pk=change.pk).exists():
        raise DomainError(_("There is nothing to tell."), code="over")
    if change.until < first_last_day(now):
        raise DomainError(
            _(
                "Holders would have less than %(days)s days. Withdraw the decision, and "
                "decide again with a later day."
            )
            % {"days": settings.RELAY_EDITION_GRACE_DAYS},
            code="too_late",
        )
    change.telling_at = now
    change.save(update_fields=["telling_at"])
    _record("certificates.edition_telling", change, actor, now)
    return change


def _record(action: str, change: EditionChange, actor, now: datetime) -> None:
    audit.record(
        action,
        actor=actor,
        subject=change,
        organisation=change.issuer_id,
        data={
            "edition": change.edition_id,
            "demand": change.demand,
            "delta": change.delta_id,
            "until": change.until and change.until.isoformat(),
        },
        now=now,
    )
