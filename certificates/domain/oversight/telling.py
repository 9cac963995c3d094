"""The holder hears what happened to a certificate, and why."""

from datetime import datetime

from django.utils import translation

from certificates.domain.appeals.making import last_day_to_appeal
from certificates.domain.links import page_url
from certificates.domain.oversight.reasons import reason_words
from certificates.enums import EventKind
from certificates.models import CertificateEvent
from lms.mail import Mail, send_after_commit
from lms.texts import said


def tell_of_change(event: CertificateEvent, *, now: datetime) -> None:
    """Write to the holder that a certificate was suspended, restored or revoked.

    Once for an event. Who has no address finds it on the page.
    """
    certificate = event.certificate
    holder = certificate.holder
    if not holder.email:
        return
    words = certificate.words
    with translation.override(holder.language):
        reason = str(reason_words(event.reason_code))
    send_after_commit(
        Mail(
            template="certificates/mail/changed",
            to=[holder.email],
            language=holder.language,
            context={
                "name": words["printed_name"],
                "certificate": said(
                    words["names"], holder.language, certificate.language
                ),
                "number": certificate.number,
                "issuer": words["issuer"]["name"],
                "kind": str(event.kind),
                "reason": reason,
                "appeal_until": (
                    None
                    if event.kind == EventKind.RESTORED
                    else last_day_to_appeal(event)
                ),
                "link": page_url(certificate),
            },
            idempotency_key=f"certificates.changed:{event.pk}",
        ),
        now=now,
    )
