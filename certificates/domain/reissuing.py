"""The same award under another number: what both a name put right and an appeal that was
granted need.

Nothing is changed on the old certificate; what becomes of it says who asks for this.
"""

from datetime import datetime

from django.db import transaction

from certificates.domain.names import choose_alike
from certificates.domain.showing import shown_now
from certificates.domain.writing import write
from certificates.enums import EventKind
from certificates.models import Certificate, CertificateEvent, ShownTo, day_of
from certificates.signals import certificate_awarded
from lms import audit


def issue_in_place(
    old: Certificate, *, printed_name: str, reason_code: str, actor, now: datetime
) -> Certificate:
    """The certificate that has all of an old one but the number and the printed name, and
    counts from now on. In a transaction of the caller, who holds the lock on the old one.
    """
    new = _written(old, printed_name, now=now)
    CertificateEvent.objects.create(
        certificate=new,
        kind=EventKind.AWARDED,
        at=now,
        by=actor,
        reason_code=reason_code,
    )
    audit.record(
        "certificates.reissued",
        actor=actor,
        subject=new,
        organisation=new.issuer_id,
        data={"number": new.number, "corrects": old.number, "reason": reason_code},
        now=now,
    )
    _follow_alike(old, new)
    _shown_alike(old, new, now=now)
    transaction.on_commit(
        lambda: certificate_awarded.send(Certificate, certificate_id=new.pk)
    )
    return new


def _written(old: Certificate, printed_name: str, *, now: datetime) -> Certificate:
    # What stands before the sector: numbers of one rule begin alike.
    prefix = old.number.rsplit("-", 3)[0]
    new, _is_new = write(
        prefix,
        completion_id=old.completion_id,
        corrects=old,
        corrected_at=now,
        holder_id=old.holder_id,
        type=old.type,
        sector_id=old.sector_id,
        language=old.language,
        words={**old.words, "printed_name": printed_name},
        design_id=old.design_id,
        awarded_at=old.awarded_at,
        awarded_on=old.awarded_on,
        valid_until=old.valid_until,
        renewal_days=old.renewal_days,
        issuer_id=old.issuer_id,
    )
    return new


def _follow_alike(old: Certificate, new: Certificate) -> None:
    """What renewed the old one renews the new one, and what brought it up to date holds,
    since the same moment: it is the same award."""
    CertificateEvent.objects.bulk_create(
        CertificateEvent(
            certificate=new,
            kind=one.kind,
            at=one.at,
            by=one.by,
            reason_code=one.reason_code,
            successor_id=one.successor_id,
            edition_id=one.edition_id,
        )
        for one in old.events.filter(kind__in=(EventKind.RENEWED, EventKind.KEPT_UP))
    )


def _shown_alike(old: Certificate, new: Certificate, *, now: datetime) -> None:
    """What the holder chose for the old one holds for the new one: what of the name is
    seen, and which employers see it. Links are left: they show what they were made for.
    """
    choose_alike([(old, new)], now=now)
    ShownTo.objects.bulk_create(
        ShownTo(certificate=new, organisation_id=organisation_id, shown_at=now)
        # Not what is still open though its holder left meanwhile.
        for organisation_id in shown_now(old, day=day_of(now))
    )
    old.shown_to.filter(withdrawn_at=None).update(withdrawn_at=now)
