"""What a page shows to somebody who checks a certificate, today or on another day."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from certificates.domain.checking import Worth
from certificates.domain.names import shown_name
from certificates.domain.state import IN_FORCE
from certificates.enums import CertificateState
from certificates.models import Certificate, day_of
from certificates.views.cards import LOOKS, card

NOT_YET = (
    _("On %(day)s this certificate did not count yet"),
    _("On %(day)s this certificate will not count yet, as far as is known today"),
)
VALID = (
    _("On %(day)s this certificate was valid"),
    _("On %(day)s this certificate will be valid, as far as is known today"),
)
# Of a day that has been, and of one to come.
SENTENCES = {
    None: NOT_YET,
    CertificateState.VALID: VALID,
    CertificateState.EXPIRING: VALID,
    CertificateState.EXPIRED: (
        _("On %(day)s this certificate had expired"),
        _("On %(day)s this certificate will have expired, as far as is known today"),
    ),
    CertificateState.SUSPENDED: (
        _("On %(day)s this certificate was suspended"),
        _("On %(day)s this certificate is suspended, as far as is known today"),
    ),
    CertificateState.REVOKED: (
        _("On %(day)s this certificate had been revoked"),
        _("On %(day)s this certificate is revoked, as far as is known today"),
    ),
    CertificateState.SUPERSEDED: (
        _("On %(day)s this certificate had been replaced"),
        _("On %(day)s this certificate is replaced, as far as is known today"),
    ),
}

OUTDATED = (
    _("On %(day)s this certificate was out of date"),
    _("On %(day)s this certificate is out of date, as far as is known today"),
)


def checker_card(certificate: Certificate, language: str) -> dict:
    """A certificate for whoever checks it: of its holder's name what they let be seen."""
    return {
        **card(certificate, language),
        "whose": shown_name(certificate),
        "successor": certificate.successor_number or "",
    }


def asked_today(now: datetime) -> dict:
    """What was asked when it was about today, and when it was looked up."""
    return {"day": day_of(now), "now": now, "is_other_day": False}


def asked_about(worth: Worth, *, now: datetime) -> dict:
    """The same of another day, with the answer in a sentence."""
    is_ahead = worth.day > day_of(now)
    # To somebody who checks, what expires soon is valid.
    state = CertificateState.VALID if worth.state in IN_FORCE else worth.state
    sentences = OUTDATED if worth.is_outdated else SENTENCES[worth.state]
    kind, icon, _notice = LOOKS.get(state, ("neutral", "calendar-clock", ""))
    return {
        "day": worth.day,
        "now": now,
        "is_other_day": True,
        "is_ahead": is_ahead,
        "sentence": sentences[is_ahead]
        % {"day": date_format(worth.day, "DATE_FORMAT")},
        "chip_kind": kind,
        "icon": icon,
        "label": state.label if state else _("Not yet"),
        "successor": worth.successor,
        "had_other_number": worth.had_other_number,
    }


def other_day(shown: dict, worth: Worth) -> dict:
    """A card whose colour follows the day asked about."""
    return {**shown, "in_force": worth.state in IN_FORCE}
