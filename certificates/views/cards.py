"""What screens show of a certificate: frozen words, and its state in plain words."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from certificates.domain.correcting import corrected_by
from certificates.domain.state import IN_FORCE
from certificates.domain.words import recognitions_in
from certificates.enums import CertificateState
from lms.texts import said

# State: kind and icon of its chip, and of its notice.
LOOKS = {
    CertificateState.VALID: ("ok", "badge-check", "ok"),
    CertificateState.EXPIRING: ("warn", "calendar-clock", "warn"),
    CertificateState.EXPIRED: ("danger", "calendar-x", "error"),
    CertificateState.SUSPENDED: ("warn", "hand", "warn"),
    CertificateState.REVOKED: ("danger", "ban", "error"),
    CertificateState.SUPERSEDED: ("neutral", "refresh-cw", "info"),
}

# What it means for the holder, and what they can do.
FOR_HOLDER = {
    CertificateState.EXPIRING: _(
        "It still counts. Take the course again before its last day to stay certified."
    ),
    CertificateState.EXPIRED: _(
        "It counted until its last day and stays in the register. Take the course again "
        "for a new one."
    ),
    CertificateState.SUSPENDED: _(
        "It does not count for the time being. Ask the issuer why, and what you can do."
    ),
    CertificateState.REVOKED: _(
        "It does not count any more. Ask the issuer why if you have not been told."
    ),
    CertificateState.SUPERSEDED: _(
        "A newer certificate has taken its place. Show that one."
    ),
}


def card(certificate, language: str) -> dict:
    """What anyone may know of a certificate with its state. Never the holder's name."""
    words = certificate.words
    state = CertificateState(certificate.state)
    chip_kind, icon, notice_kind = LOOKS[state]
    return {
        "name": said(words["names"], language, certificate.language),
        "sector": said(words["sector"], language, certificate.language),
        "issuer": words["issuer"]["name"],
        "number": certificate.number,
        "awarded_on": certificate.awarded_on,
        "valid_until": certificate.valid_until,
        "language": settings.RELAY_LANGUAGE_NAMES.get(
            certificate.language, certificate.language
        ),
        **_course(words, language, certificate.language),
        "provider": words.get("provider", {}).get("name", ""),
        "recognitions": recognitions_in(words),
        "state": state,
        "in_force": state in IN_FORCE,
        "chip_kind": chip_kind,
        "icon": icon,
        "notice_kind": notice_kind,
    }


def public_card(certificate, language: str) -> dict:
    """The same for whoever checks it, with the number it has since its printed name was
    put right. What else replaced it is for its holder to show."""
    is_replaced = certificate.state == CertificateState.SUPERSEDED
    successor = corrected_by(certificate) if is_replaced else None
    return {
        **card(certificate, language),
        "successor": successor.number if successor else "",
    }


def _course(words: dict, *languages: str) -> dict:
    """The course as it is printed: by the title its holder knows, and by its code."""
    course = words.get("course", {"titles": {}, "code": ""})
    return {
        "course": said(course["titles"], *languages),
        "course_code": course["code"],
        "edition": words.get("edition"),
    }


def holder_card(certificate, language: str) -> dict:
    """What the holder sees of their own certificate."""
    words = certificate.words
    own = card(certificate, language)
    return {
        **own,
        "uuid": certificate.uuid,
        "type": certificate.get_type_display(),
        "holder": words["printed_name"],
        "minutes": words["minutes"],
        "signatory": words["signatory"]["name"],
        "signatory_title": said(
            words["signatory"]["titles"], language, certificate.language
        ),
        "advice": FOR_HOLDER.get(own["state"], ""),
    }
