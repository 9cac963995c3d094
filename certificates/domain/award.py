"""Giving certificates: exactly one per completion, words and dates chosen once."""

import logging
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from certificates.domain.designs.freezing import version_for
from certificates.domain.name_check import AWAITS_NAME, awaits_name
from certificates.domain.renewal import mark_renewed, predecessor_of
from certificates.domain.words import words_for
from certificates.domain.writing import fields_for, write
from certificates.enums import EventKind
from certificates.models import (
    Certificate,
    CertificateEvent,
    CertificateRule,
    OldLine,
)
from certificates.signals import certificate_awarded
from courses.domain.statements.missing import waiting_for
from courses.models import Completion
from lms import audit
from lms.months import months_after

logger = logging.getLogger(__name__)


@transaction.atomic
def award_certificate(completion: Completion, *, now: datetime) -> Certificate | None:
    """The certificate of a completion, awarded now unless it was before.

    None when no rule covers the course and sector, when the sector gives none, and as
    long as it waits (see `waits`). The certificate counts from the day the course was
    completed, even when it is awarded later. Twice, or from many processes at once, is once: only the first writes the
    event and the audit entry, and is told of; the mail is an act of its own
    (certificates.domain.mailing).
    """
    if known := _certificate_of(completion):
        return known
    rule = rule_for(completion)
    if rule is None or waits(completion, now=now):
        return None
    previous = predecessor_of(completion, rule, now=now)
    certificate, created = _written(completion, rule, previous, now=now)
    if created:
        _announce(certificate, rule, previous, now=now)
    return certificate


def waits(completion: Completion, *, now: datetime) -> bool:
    """Whether a statement that the completed edition asks of the sector is missing
    (ETHICS S1), or the learner has still to check the name on their first certificate.
    Certificates given before are untouched."""
    return awaits_name(completion.enrolment.user) or bool(
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
    # Each minute anew: who never comes to check their name costs nothing.
    for completion in missing().exclude(AWAITS_NAME).iterator(chunk_size=200):
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
    # What an old list brought counts as completed; its paper is that of then.
    old = OldLine.objects.filter(completion=OuterRef("pk"))
    return (
        Completion.objects.filter(
            Exists(rules),
            ~Exists(old),
            certificates=None,
            sector__gives_certificate=True,
        )
        .select_related("enrolment__course", "enrolment__user", "sector")
        .order_by("pk")
    )


def _certificate_of(completion: Completion) -> Certificate | None:
    """The newest of a completion: the one whose printed name was put right last."""
    return Certificate.objects.filter(completion=completion).order_by("-pk").first()


def _written(
    completion: Completion,
    rule: CertificateRule,
    previous: Certificate | None,
    *,
    now: datetime,
) -> tuple[Certificate, bool]:
    words = words_for(completion, rule)
    fields = fields_for(
        completion,
        rule,
        words=words,
        design=version_for(rule, now=now),
        previous=previous,
        now=now,
    )
    return write(rule.prefix, known=lambda: _certificate_of(completion), **fields)


def _announce(
    certificate: Certificate,
    rule: CertificateRule,
    previous: Certificate | None,
    *,
    now: datetime,
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
    if previous is not None:
        mark_renewed([(previous, certificate)], issuer_id=rule.issuer_id, now=now)
    transaction.on_commit(
        lambda: certificate_awarded.send(Certificate, certificate_id=certificate.pk)
    )
