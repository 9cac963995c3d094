"""The state of a certificate on a day: derived from its events, never stored.

`Certificate.objects.with_state(day)` says the same of many in one query.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from certificates.enums import (
    EXPIRING_DAYS,
    FINAL_KINDS,
    CertificateState,
    EventKind,
)
from certificates.models import Certificate, CertificateEvent, end_of

# In these a certificate proves what it says.
IN_FORCE = (CertificateState.VALID, CertificateState.EXPIRING)
# In these it is time to earn the next one.
RUN_OUT = (
    CertificateState.EXPIRING,
    CertificateState.EXPIRED,
    CertificateState.REVOKED,
)


def state_on(certificate: Certificate, day: date) -> CertificateState | None:
    """What a certificate is worth at the end of a day; None before its first day, and
    before it took the place of the one it corrects.

    Revoked and superseded are final, whichever came first. Suspended lasts until it is
    restored, also beyond the last day of validity. Both ends of validity count.
    """
    events = certificate.events.filter(at__lt=end_of(day)).order_by("at", "pk")
    return state_from(certificate, events, day)


def state_from(
    certificate: Certificate, events: Iterable[CertificateEvent], day: date
) -> CertificateState | None:
    """The same, of events that were read before: all of them, oldest first."""
    if day < certificate.awarded_on:
        return None
    since = certificate.corrected_at
    # Until then its predecessor stood in its place.
    if since is not None and since >= end_of(day):
        return None
    imposed = imposed_by(event for event in events if event.at < end_of(day))
    return imposed or _by_date(certificate.valid_until, day)


def imposed_by(events: Iterable[CertificateEvent]) -> CertificateState | None:
    """The state that events, oldest first, put a certificate in; None leaves it to
    the calendar."""
    suspended = False
    for event in events:
        if event.kind in FINAL_KINDS:
            return CertificateState(event.kind)
        if event.kind in (EventKind.SUSPENDED, EventKind.RESTORED):
            suspended = event.kind == EventKind.SUSPENDED
    return CertificateState.SUSPENDED if suspended else None


def _by_date(valid_until: date | None, day: date) -> CertificateState:
    if valid_until is None:
        return CertificateState.VALID
    if valid_until < day:
        return CertificateState.EXPIRED
    if valid_until <= day + timedelta(days=EXPIRING_DAYS):
        return CertificateState.EXPIRING
    return CertificateState.VALID
