"""A holder appeals, or takes that back."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.domain.state import imposed_by
from certificates.enums import AppealState, CertificateState, EventKind
from certificates.models import Appeal, Certificate, CertificateEvent, day_of
from courses.domain.words import own_words
from lms import audit
from lms.errors import DomainError

MOST = 2000
# What a holder can appeal against, and the state that it puts a certificate in.
AGAINST = {
    CertificateState.SUSPENDED: EventKind.SUSPENDED,
    CertificateState.REVOKED: EventKind.REVOKED,
}


def decision_in(events: Iterable[CertificateEvent]) -> CertificateEvent | None:
    """Of all events of a certificate, oldest first, the one that took it out of force, as
    long as it does: its suspension or its revocation. None where neither holds."""
    events = list(events)
    kind = AGAINST.get(imposed_by(events))
    return next((one for one in reversed(events) if one.kind == kind), None)


def last_day_to_appeal(decision: CertificateEvent) -> date:
    """The last day on which a holder may appeal against a decision, that day included
    (RELAY_APPEAL_DAYS after it, our design)."""
    return day_of(decision.at) + timedelta(days=settings.RELAY_APPEAL_DAYS)


def is_too_late(decision: CertificateEvent, *, now: datetime) -> bool:
    """Whether the last day to appeal against a decision is over."""
    return day_of(now) > last_day_to_appeal(decision)


def appeal_against(decision: CertificateEvent) -> Appeal | None:
    """The appeal that stands against a decision; None without one."""
    return decision.appeals.exclude(state=AppealState.WITHDRAWN).first()


@transaction.atomic
def appeal(
    certificate: Certificate,
    *,
    statement: str,
    confirmation: str = "",
    actor,
    now: datetime,
) -> Appeal:
    """Appeal against what took a certificate out of force. It has an answer within
    RELAY_CONTEST_DAYS (ETHICS F3).

    Raises DomainError where nothing did ("nothing"), after the last day ("late"), for a
    second one against the same decision ("twice"), without a reason ("empty"), and what
    own_words raises: a statement names nobody else.
    """
    words = own_words(statement, most=MOST, confirmation=confirmation)
    if not words:
        raise DomainError(_("Say in a few words why you do not agree."), code="empty")
    Certificate.objects.select_for_update().get(pk=certificate.pk)
    decision = decision_in(certificate.events.order_by("at", "pk"))
    if decision is None:
        raise DomainError(
            _("This certificate is neither suspended nor revoked now."),
            code="nothing",
        )
    if appeal_against(decision) is not None:
        raise DomainError(
            _("You have appealed against this decision already."), code="twice"
        )
    if is_too_late(decision, now=now):
        raise DomainError(
            _("The last day on which you could appeal is over. Ask the issuer."),
            code="late",
        )
    made = Appeal.objects.create(
        event=decision,
        statement=words,
        made_at=now,
        due_at=now + timedelta(days=settings.RELAY_CONTEST_DAYS),
    )
    _record("certificates.appealed", made, certificate, actor, now)
    return made


@transaction.atomic
def withdraw(made: Appeal, *, actor, now: datetime) -> None:
    """Take an appeal back, and delete what was written. Twice is once; raises DomainError
    "closed" for one that was decided or overtaken."""
    certificate = lock_certificate_of(made)
    made.refresh_from_db()
    if made.state == AppealState.WITHDRAWN:
        return
    if not made.waits:
        raise DomainError(
            _("Somebody has decided on it already. Nothing was changed."),
            code="closed",
        )
    made.state, made.closed_at, made.closed_by = AppealState.WITHDRAWN, now, actor
    made.statement = ""
    made.save()
    _record("certificates.appeal_withdrawn", made, certificate, actor, now)


def lock_certificate_of(made: Appeal) -> Certificate:
    """The certificate that an appeal is about, locked before anything else: two at once
    do not wait for each other."""
    return Certificate.objects.select_for_update().get(events=made.event_id)


def _record(action: str, made: Appeal, certificate: Certificate, actor, now) -> None:
    audit.record(
        action,
        actor=actor,
        subject=certificate,
        organisation=certificate.issuer_id,
        data={"number": certificate.number, "appeal": made.pk},
        now=now,
    )
