"""Giving certificates: exactly one per completion, words and dates chosen once."""

import logging
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q

from certificates.domain.links import page_url
from certificates.domain.numbers import new_number
from certificates.domain.words import words_for
from certificates.enums import EventKind
from certificates.models import (
    Certificate,
    CertificateEvent,
    CertificateRule,
    day_of,
)
from certificates.signals import certificate_awarded
from courses.domain.statements.missing import waiting_for
from courses.models import Completion
from lms import audit
from lms.mail import Mail, send_after_commit
from lms.months import months_after
from lms.texts import said

logger = logging.getLogger(__name__)

# 35 bits of chance: that a second number is taken as well does not happen.
TRIES = 5


@transaction.atomic
def award_certificate(completion: Completion, *, now: datetime) -> Certificate | None:
    """The certificate of a completion, awarded now unless it was before.

    None when no rule covers the course and sector, when the sector gives none, and as
    long as a statement of the profession is not accepted or not in force. The
    certificate counts from the day the course was completed, even when it is awarded
    later. Twice, or from many processes at once, is once: only the first writes the
    event, the audit entry and the mail.
    """
    if known := _certificate_of(completion):
        return known
    rule = rule_for(completion)
    if rule is None or waits(completion, now=now):
        return None
    certificate, created = _written(completion, rule, now=now)
    if created:
        _announce(certificate, rule, now=now)
    return certificate


def waits(completion: Completion, *, now: datetime) -> bool:
    """Whether a statement that the completed edition asks of the sector is missing
    (ETHICS S1). Certificates given before are untouched."""
    return bool(
        waiting_for(
            completion.enrolment,
            completion.sector_id,
            edition_id=completion.edition_id,
            now=now,
        )
    )


@transaction.atomic
def award_waiting(user, *, now: datetime) -> list[Certificate]:
    """Award what a person's completions have waited for, as far as it has come."""
    mine = missing().filter(enrolment__user=user)
    awarded = [award_certificate(completion, now=now) for completion in mine]
    return [certificate for certificate in awarded if certificate]


def rule_for(completion: Completion) -> CertificateRule | None:
    """The rule of the sector itself, else the one for every sector, else None."""
    if not completion.sector.gives_certificate:
        return None
    return (
        CertificateRule.objects.filter(
            Q(sector=completion.sector_id) | Q(sector=None),
            course=completion.enrolment.course_id,
        )
        .select_related("issuer")
        .order_by(F("sector").asc(nulls_last=True))
        .first()
    )


def last_valid_day(awarded_on: date, months: int | None) -> date | None:
    """The last day of validity: the same day of the month `months` later.

    Where that month is too short, its last day. None for None: it does not expire.
    """
    if months is None:
        return None
    return months_after(awarded_on, months)


def sweep(now: datetime) -> int:
    """Award what a lost event left: completions without the certificate a rule gives.

    Returns how many were awarded. One that cannot be awarded is logged, stays for the
    next sweep, and does not stop the others.
    """
    awarded = 0
    for completion in missing().iterator(chunk_size=200):
        try:
            certificate = award_certificate(completion, now=now)
        except Exception:
            logger.exception("No certificate for completion %s", completion.pk)
        else:
            awarded += certificate is not None
    return awarded


def missing():
    """Completions that a rule gives a certificate for and that have none, oldest first."""
    rules = CertificateRule.objects.filter(
        Q(sector=OuterRef("sector")) | Q(sector=None),
        course=OuterRef("enrolment__course"),
    )
    return (
        Completion.objects.filter(
            Exists(rules), certificates=None, sector__gives_certificate=True
        )
        .select_related("enrolment__course", "enrolment__user", "sector")
        .order_by("pk")
    )


def _certificate_of(completion: Completion) -> Certificate | None:
    """The newest of a completion: the one whose printed name was put right last."""
    return Certificate.objects.filter(completion=completion).order_by("-pk").first()


def _written(
    completion: Completion, rule: CertificateRule, *, now: datetime
) -> tuple[Certificate, bool]:
    awarded_on = day_of(completion.completed_at)
    fields = {
        "holder_id": completion.enrolment.user_id,
        "type": rule.type,
        "sector_id": completion.sector_id,
        "language": completion.language,
        "words": words_for(completion, rule),
        "issuer_id": rule.issuer_id,
        "awarded_at": now,
        "awarded_on": awarded_on,
        "valid_until": last_valid_day(awarded_on, rule.validity_months),
    }
    for _try in range(TRIES):
        number = new_number(rule.prefix, completion.sector_id)
        try:
            # A savepoint: after an error PostgreSQL would refuse the rest.
            with transaction.atomic():
                return (
                    Certificate.objects.create(
                        completion=completion, number=number, **fields
                    ),
                    True,
                )
        except IntegrityError:
            # Somebody else awarded it at the same moment, or the number is taken.
            if known := _certificate_of(completion):
                return known, False
    raise IntegrityError(f"no free number for completion {completion.pk}")


def _announce(
    certificate: Certificate, rule: CertificateRule, *, now: datetime
) -> None:
    CertificateEvent.objects.create(
        certificate=certificate, kind=EventKind.AWARDED, at=now, by=None
    )
    audit.record(
        "certificates.awarded",
        actor=None,
        subject=certificate,
        organisation=rule.issuer_id,
        data={
            "number": certificate.number,
            "completion": certificate.completion_id,
            "rule": rule.pk,
        },
        now=now,
    )
    _tell_holder(certificate, now=now)
    transaction.on_commit(
        lambda: certificate_awarded.send(Certificate, certificate_id=certificate.pk)
    )


def _tell_holder(certificate: Certificate, *, now: datetime) -> None:
    holder = certificate.holder
    # Who signs in by badge has no address, and finds it on the page.
    if not holder.email:
        return
    words = certificate.words
    send_after_commit(
        Mail(
            template="certificates/mail/awarded",
            to=[holder.email],
            language=holder.language,
            context={
                "name": words["printed_name"],
                "certificate": said(
                    words["names"], holder.language, certificate.language
                ),
                "number": certificate.number,
                "valid_until": certificate.valid_until,
                "link": page_url(certificate),
            },
            idempotency_key=f"certificates.awarded:{certificate.pk}",
        ),
        now=now,
    )
