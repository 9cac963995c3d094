"""Certificates of trainers: they rest on sign-offs that whoever accredits has checked,
and on no completed course. What happens to them afterwards is that of all certificates
(certificates.domain.life)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from certificates.domain import life
from certificates.domain.renewal import mark_renewed
from certificates.domain.state import IN_FORCE, imposed_by, state_on
from certificates.domain.writing import write
from certificates.enums import (
    FINAL_KINDS,
    CertificateState,
    CertificateType,
    EventKind,
    ReasonCode,
)
from certificates.models import Certificate, CertificateEvent, day_of
from certificates.signals import certificate_awarded
from lms import audit
from organisations.models import Organisation, Sector, User


@dataclass(frozen=True)
class Accredited:
    """What somebody is accredited for, in the words that are printed.

    `prefix` is what the number begins with. `names` and `programme_names` hold a text
    per language code. `level` is a word of whoever accredits; `language` the code of the
    language trained in. `valid_until` is the last day it counts.
    """

    prefix: str
    names: Mapping[str, str]
    programme_code: str
    programme_names: Mapping[str, str]
    level: str
    language: str
    sector: Sector
    issuer: Organisation
    signatory_name: str
    signatory_titles: Mapping[str, str]
    valid_until: date


@transaction.atomic
def certify_trainer(
    person: User,
    accredited: Accredited,
    *,
    previous: Certificate | None = None,
    actor: User | None,
    now: datetime,
) -> Certificate:
    """The certificate of an accreditation, counting from today. `previous` is the one
    that it renews, None for a first one. Every call awards: the caller holds a lock and
    sees to it that an accreditation is certified once.
    """
    certificate, _is_new = write(
        accredited.prefix,
        completion=None,
        holder_id=person.pk,
        type=CertificateType.TRAINER,
        sector_id=accredited.sector.pk,
        language=accredited.language,
        words=_words(person, accredited),
        issuer_id=accredited.issuer.pk,
        awarded_at=now,
        awarded_on=day_of(now),
        valid_until=accredited.valid_until,
    )
    CertificateEvent.objects.create(
        certificate=certificate, kind=EventKind.AWARDED, at=now, by=actor
    )
    audit.record(
        "certificates.awarded",
        actor=actor,
        subject=certificate,
        organisation=accredited.issuer.pk,
        data={"number": certificate.number, "level": accredited.level},
        now=now,
    )
    if previous is not None:
        mark_renewed([(previous, certificate)], issuer_id=accredited.issuer.pk, now=now)
    transaction.on_commit(
        lambda: certificate_awarded.send(Certificate, certificate_id=certificate.pk)
    )
    return certificate


def suspend_trainer(certificate: Certificate, *, actor: User, now: datetime) -> bool:
    """Suspend it where it is in force today; False where there is nothing to suspend."""
    if state_on(certificate, day_of(now)) not in IN_FORCE:
        return False
    life.suspend(certificate, reason_code=ReasonCode.UNDER_REVIEW, actor=actor, now=now)
    return True


def restore_trainer(certificate: Certificate, *, actor: User, now: datetime) -> bool:
    """End its suspension; False where it is not suspended."""
    if state_on(certificate, day_of(now)) != CertificateState.SUSPENDED:
        return False
    life.restore(certificate, reason_code=ReasonCode.ANSWERED, actor=actor, now=now)
    return True


def revoke_trainer(
    certificate: Certificate, *, reason: ReasonCode, actor: User, now: datetime
) -> bool:
    """Revoke it for good; False where it has ended before."""
    if imposed_by(certificate.events.order_by("at", "pk")) in FINAL_KINDS:
        return False
    life.revoke(certificate, reason_code=reason, actor=actor, now=now)
    return True


def replace_trainer(
    certificate: Certificate, successor: Certificate, *, actor: User, now: datetime
) -> bool:
    """Put a higher one in its place; False where it has ended before."""
    if imposed_by(certificate.events.order_by("at", "pk")) in FINAL_KINDS:
        return False
    life.supersede(
        certificate,
        successor,
        reason_code=ReasonCode.ADMINISTRATIVE,
        actor=actor,
        now=now,
    )
    return True


def _words(person: User, accredited: Accredited) -> dict:
    languages = accredited.names
    return {
        "names": dict(accredited.names),
        "sector": {code: accredited.sector.name_in(code) for code in languages},
        "printed_name": person.printed_name,
        "course": {
            "code": accredited.programme_code,
            "titles": dict(accredited.programme_names),
        },
        "edition": None,
        "minutes": None,
        "trains": {"level": accredited.level, "language": accredited.language},
        "issuer": {
            "id": accredited.issuer.pk,
            "code": accredited.issuer.code,
            "name": accredited.issuer.name,
        },
        "signatory": {
            "name": accredited.signatory_name,
            "titles": dict(accredited.signatory_titles),
        },
    }
