"""Suspending a trainer (TRAINERS T10): begun by one programme owner, confirmed by a
second one once the trainer was heard, looked at again on a day, ended by one of them.

An interim measure keeps from training from the day it is begun; without one nothing
changes before it is confirmed.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.domain.accrediting import restore_trainer, suspend_trainer
from courses.domain.words import own_words
from lms import audit
from lms.errors import DomainError
from organisations.models import User
from trainers.domain.acting import locked, take
from trainers.domain.facts import Facts
from trainers.domain.mailing import tell_of_suspension
from trainers.domain.separation import refuse, second_person
from trainers.enums import (
    HOLDING_STATES,
    Act,
    Signer,
    State,
    SuspensionOutcome,
    SuspensionReason,
)
from trainers.models import Accreditation, Suspension
from trainers.models.suspensions import STATEMENT_MOST


@transaction.atomic
def begin_suspension(
    accreditation: Accreditation,
    *,
    reason: SuspensionReason,
    is_interim: bool,
    review_on: date | None = None,
    actor: User,
    now: datetime,
) -> Suspension:
    """Begin it, and tell the trainer that they are heard. `review_on` None: as many days
    from now as the programme says.

    Raises DomainError where they may not, "state" where there is nothing to suspend,
    "running" where one runs, "review" for a day before the trainer was heard.
    """
    facts = locked(accreditation, now)
    refuse(Signer.OWNER, actor, facts)
    programme, accreditation = facts.programme, facts.accreditation
    if facts.suspension is not None:
        raise DomainError(_("A suspension runs already."), code="running")
    if accreditation.state not in HOLDING_STATES:
        raise DomainError(
            _("There is no accreditation to suspend at present."), code="state"
        )
    hear_by = facts.day + timedelta(days=programme.hearing_days)
    review_on = review_on or facts.day + timedelta(days=programme.review_days)
    if review_on < hear_by:
        raise DomainError(
            _("Look at it again once the trainer was heard, by %(day)s at the latest.")
            % {"day": hear_by},
            code="review",
        )
    suspension = Suspension.objects.create(
        accreditation=accreditation,
        reason=reason,
        is_interim=is_interim,
        opened_at=now,
        opened_by=actor,
        back_to=accreditation.state,
        hear_by=hear_by,
        review_on=review_on,
        holds_from=facts.day if is_interim else None,
    )
    if is_interim:
        _suspend_certificates(facts, actor, now)
    _record("suspension_begun", suspension, actor, now)
    tell_of_suspension(suspension, "begun", now=now)
    return suspension


@transaction.atomic
def state(
    suspension: Suspension,
    statement: str,
    *,
    confirmation: str = "",
    actor: User,
    now: datetime,
) -> Suspension:
    """What the trainer says, once: the right to be heard. Raises DomainError
    "not_allowed" for anybody else, "stated" for a second time, "ended", "empty"."""
    facts = locked(suspension.accreditation, now)
    suspension = _again(suspension)
    if actor.pk != facts.accreditation.person_id:
        raise DomainError(_("Only the trainer is heard here."), code="not_allowed")
    _refuse_ended(suspension)
    if suspension.stated_at is not None:
        raise DomainError(_("You have said something already."), code="stated")
    statement = own_words(statement, most=STATEMENT_MOST, confirmation=confirmation)
    if not statement:
        raise DomainError(_("Write what you want to say."), code="empty")
    suspension.statement, suspension.stated_at = statement, now
    suspension.save(update_fields=["statement", "stated_at"])
    _record("suspension_answered", suspension, actor, now)
    return suspension


def was_heard(suspension: Suspension, day: date) -> bool:
    """The trainer has said something, or the days for it are over."""
    return suspension.stated_at is not None or suspension.hear_by < day


@transaction.atomic
def confirm_suspension(
    suspension: Suspension, *, actor: User, now: datetime
) -> Suspension:
    """The second person's word: suspended from today on, or since the interim measure.

    Raises DomainError "four_eyes" for who began it, "heard" before the trainer was, and
    "confirmed", "ended".
    """
    facts = locked(suspension.accreditation, now)
    suspension = _again(suspension)
    if (problem := second_person(actor, suspension.opened_by_id, facts)) is not None:
        raise problem
    _refuse_ended(suspension)
    if suspension.confirmed_at is not None:
        raise DomainError(_("This suspension is confirmed already."), code="confirmed")
    if not was_heard(suspension, facts.day):
        raise DomainError(
            _("The trainer can still be heard, until %(day)s.")
            % {"day": suspension.hear_by},
            code="heard",
        )
    # What lapsed meanwhile is suspended no more: only coming back is left.
    if facts.accreditation.state not in HOLDING_STATES:
        raise DomainError(
            _("There is no accreditation to suspend at present."), code="state"
        )
    suspension.confirmed_at, suspension.confirmed_by = now, actor
    suspension.holds_from = suspension.holds_from or facts.day
    suspension.back_to = facts.accreditation.state
    suspension.save()
    _suspend_certificates(facts, actor, now)
    take(
        Act.SUSPEND,
        facts,
        actor=suspension.opened_by,
        second=actor,
        comment=suspension.reason,
        evidence=[suspension.uuid],
        now=now,
    )
    tell_of_suspension(suspension, "confirmed", now=now)
    return suspension


@transaction.atomic
def end_suspension(suspension: Suspension, *, actor: User, now: datetime) -> Suspension:
    """End it in favour of the trainer: lifted, or never confirmed. Their days went on
    meanwhile; what has run out since lapses by itself. Raises DomainError "ended"."""
    facts = locked(suspension.accreditation, now)
    suspension = _again(suspension)
    refuse(Signer.OWNER, actor, facts)
    _refuse_ended(suspension)
    is_confirmed = suspension.confirmed_at is not None
    suspension.ended_at, suspension.ended_by = now, actor
    suspension.outcome = (
        SuspensionOutcome.LIFTED if is_confirmed else SuspensionOutcome.DROPPED
    )
    if suspension.holds_from is not None:
        suspension.held_until = max(facts.day, suspension.holds_from)
    suspension.save()
    for period in facts.periods:
        restore_trainer(period.certificate, actor=actor, now=now)
    if facts.accreditation.state == State.SUSPENDED:
        take(
            Act.LIFT,
            facts,
            to=State(suspension.back_to),
            actor=actor,
            evidence=[suspension.uuid],
            now=now,
        )
    _record("suspension_ended", suspension, actor, now)
    tell_of_suspension(suspension, "ended", now=now)
    return suspension


@transaction.atomic
def postpone_review(
    suspension: Suspension, review_on: date, *, actor: User, now: datetime
) -> Suspension:
    """Look at it again on a later day. Raises DomainError "review" for a day that is not
    to come, and "ended"."""
    facts = locked(suspension.accreditation, now)
    suspension = _again(suspension)
    refuse(Signer.OWNER, actor, facts)
    _refuse_ended(suspension)
    if review_on <= facts.day or review_on < suspension.hear_by:
        raise DomainError(_("Choose a day to come."), code="review")
    suspension.review_on = review_on
    suspension.save(update_fields=["review_on"])
    _record("suspension_reviewed", suspension, actor, now)
    return suspension


def reviews_due(now: datetime):
    """Suspensions that run and whose day to be looked at again has come."""
    today = timezone.localdate(now)
    return Suspension.objects.running().filter(review_on__lte=today)


def _suspend_certificates(facts: Facts, actor: User, now: datetime) -> None:
    for period in facts.periods:
        if period.cut_on is None:
            suspend_trainer(period.certificate, actor=actor, now=now)


def _again(suspension: Suspension) -> Suspension:
    # The row of the accreditation is locked: nobody else writes it now.
    return Suspension.objects.get(pk=suspension.pk)


def _refuse_ended(suspension: Suspension) -> None:
    if suspension.ended_at is not None:
        raise DomainError(_("This suspension has ended."), code="ended")


def _record(what: str, suspension: Suspension, actor: User, now: datetime) -> None:
    audit.record(
        f"trainers.{what}",
        actor=actor,
        subject=suspension.accreditation,
        organisation=suspension.accreditation.programme.owner_id,
        data={
            "suspension": str(suspension.uuid),
            "reason": suspension.reason,
            "interim": suspension.is_interim,
            "review_on": suspension.review_on,
        },
        now=now,
    )
