"""What can happen to a certificate after its award. Every step is appended.

`reason_code` is a short word such as "issued-in-error" for the register; it is never
shown to whoever verifies. Who may take these steps is asked before:
certificates.rules.owning_at.
"""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.domain.state import IN_FORCE, imposed_by, state_on
from certificates.enums import FINAL_KINDS, AppealState, CertificateState, EventKind
from certificates.models import Appeal, Certificate, CertificateEvent, day_of
from certificates.signals import certificate_changed
from courses.models import Edition
from lms import audit
from lms.errors import DomainError

REASON_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


@transaction.atomic
def suspend(
    certificate: Certificate, *, reason_code: str, actor, now: datetime
) -> CertificateEvent:
    """Make a certificate not count until it is restored.

    Raises DomainError unless it is in force today.
    """
    _lock(certificate)
    if state_on(certificate, day_of(now)) not in IN_FORCE:
        raise DomainError(
            _("Only a certificate that is valid today can be suspended."),
            code="not_in_force",
        )
    return _append(EventKind.SUSPENDED, certificate, reason_code, actor, now)


@transaction.atomic
def restore(
    certificate: Certificate, *, reason_code: str, actor, now: datetime
) -> CertificateEvent:
    """End a suspension; the calendar decides again.

    Raises DomainError when the certificate is not suspended.
    """
    _lock(certificate)
    if imposed_by(_events(certificate)) != CertificateState.SUSPENDED:
        raise DomainError(
            _("This certificate is not suspended, so nothing was restored."),
            code="not_suspended",
        )
    return _append(EventKind.RESTORED, certificate, reason_code, actor, now)


@transaction.atomic
def revoke(
    certificate: Certificate, *, reason_code: str, actor, now: datetime
) -> CertificateEvent:
    """Make a certificate not count any more, for good, whether or not it has expired.

    Raises DomainError when it was revoked or superseded before.
    """
    _lock(certificate)
    _refuse_ended(certificate)
    return _append(EventKind.REVOKED, certificate, reason_code, actor, now)


@transaction.atomic
def supersede(
    certificate: Certificate,
    successor: Certificate,
    *,
    reason_code: str,
    actor,
    now: datetime,
) -> CertificateEvent:
    """Put a newer certificate of the same holder in the place of this one, for good.

    Raises DomainError when this one was revoked or superseded before, or when the
    successor is another person's, the same one, older, or itself at an end.
    """
    # In one order whoever asks, so that two at once do not wait for each other.
    _lock(certificate, successor)
    _refuse_ended(certificate)
    fits = (
        successor.pk != certificate.pk
        and successor.holder_id == certificate.holder_id
        and successor.awarded_at >= certificate.awarded_at
        and imposed_by(_events(successor)) is None
    )
    if not fits:
        raise DomainError(
            _(
                "Only a newer certificate of the same person that counts can take its "
                "place."
            ),
            code="no_successor",
        )
    event = _append(
        EventKind.SUPERSEDED, certificate, reason_code, actor, now, successor=successor
    )
    _renewed_by_it(certificate, successor, now=now)
    return event


@transaction.atomic
def supersede_by_edition(
    certificate: Certificate, edition: Edition, *, actor, now: datetime
) -> CertificateEvent:
    """End a certificate, for good, because a material edition of its course has taken
    the place of what it certifies; no other certificate takes its own.

    Raises DomainError when it was revoked or superseded before.
    """
    _lock(certificate)
    _refuse_ended(certificate)
    return _append(
        EventKind.SUPERSEDED, certificate, "edition", actor, now, edition=edition
    )


@transaction.atomic
def keep_up(
    certificate: Certificate, edition: Edition, *, actor, now: datetime
) -> CertificateEvent:
    """Note that the holder has learnt what a material edition changed. The state stays.

    Raises DomainError when it was revoked or superseded before.
    """
    _lock(certificate)
    _refuse_ended(certificate)
    return _append(
        EventKind.KEPT_UP, certificate, "edition", actor, now, edition=edition
    )


@transaction.atomic
def reinstate(
    certificate: Certificate,
    successor: Certificate,
    *,
    reason_code: str,
    actor,
    now: datetime,
) -> CertificateEvent:
    """Note that a revoked certificate was issued anew as another. Its state stays: what
    was said about the days in between holds.

    Raises DomainError when it is not revoked.
    """
    _lock(certificate, successor)
    if imposed_by(_events(certificate)) != CertificateState.REVOKED:
        raise DomainError(
            _("This certificate is not revoked, so nothing was issued anew."),
            code="not_revoked",
        )
    event = _append(
        EventKind.REINSTATED, certificate, reason_code, actor, now, successor=successor
    )
    _renewed_by_it(certificate, successor, now=now)
    return event


def _renewed_by_it(
    certificate: Certificate, successor: Certificate, *, now: datetime
) -> None:
    """What a certificate renewed is renewed by what took its place."""
    renewed = CertificateEvent.objects.filter(
        kind=EventKind.RENEWED, successor=certificate
    ).exclude(certificate=successor)
    CertificateEvent.objects.bulk_create(
        CertificateEvent(
            certificate_id=one.certificate_id,
            kind=EventKind.RENEWED,
            at=now,
            by=None,
            successor=successor,
        )
        for one in renewed
    )


def _overtake(certificate: Certificate, actor, now: datetime) -> None:
    """An appeal against what holds no longer has nothing to be decided about."""
    Appeal.objects.waiting().filter(event__certificate=certificate).update(
        state=AppealState.OVERTAKEN, closed_at=now, closed_by=actor
    )


def _lock(*certificates: Certificate) -> None:
    keys = [certificate.pk for certificate in certificates]
    list(
        Certificate.objects.select_for_update()
        .filter(pk__in=keys)
        .order_by("pk")
        .values_list("pk")
    )


def _events(certificate: Certificate):
    return certificate.events.order_by("at", "pk")


def _refuse_ended(certificate: Certificate) -> None:
    if imposed_by(_events(certificate)) in FINAL_KINDS:
        raise DomainError(
            _("This certificate was revoked or replaced before. Nothing was changed."),
            code="ended",
        )


def _append(
    kind: EventKind,
    certificate: Certificate,
    reason_code: str,
    actor,
    now: datetime,
    successor: Certificate | None = None,
    edition: Edition | None = None,
) -> CertificateEvent:
    if not REASON_CODE.fullmatch(reason_code):
        raise DomainError(
            _("Say why, in a short code of letters, digits and dashes."),
            code="no_reason",
        )
    event = CertificateEvent.objects.create(
        certificate=certificate,
        kind=kind,
        at=now,
        by=actor,
        reason_code=reason_code,
        successor=successor,
        edition=edition,
    )
    if kind in (EventKind.RESTORED, *FINAL_KINDS):
        _overtake(certificate, actor, now)
    audit.record(
        f"certificates.{kind}",
        actor=actor,
        subject=certificate,
        organisation=certificate.words["issuer"]["id"],
        data={
            "number": certificate.number,
            "reason": reason_code,
            "successor": successor and successor.number,
            **({"edition": edition.number} if edition else {}),
        },
        now=now,
    )
    transaction.on_commit(
        lambda: certificate_changed.send(Certificate, certificate_id=certificate.pk)
    )
    return event
