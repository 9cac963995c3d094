"""What screens show of a certificate: frozen words, and its state in plain words."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from certificates.domain.state import IN_FORCE
from certificates.domain.words import recognitions_in, trained_on_in, trains_in
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
        "It does not count for the time being. Below you read why, and what you can do."
    ),
    CertificateState.REVOKED: _(
        "It does not count any more. Below you read why, and what you can do."
    ),
    CertificateState.SUPERSEDED: _(
        "A newer certificate has taken its place. Show that one."
    ),
}


# What the calendar alone decides.
CALENDAR = (
    CertificateState.VALID,
    CertificateState.EXPIRING,
    CertificateState.EXPIRED,
)
OUTDATED = _(
    "What the course teaches has changed, and this certificate counts no more. Do the "
    "course again for a new one."
)


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
        "trained_on": trained_on_in(words),
        "trains_in": trains_in(words),
        "trained_by": words.get("recognised", {}).get("by", ""),
        "recognitions": recognitions_in(words),
        "state": state,
        "in_force": state in IN_FORCE,
        "chip_kind": chip_kind,
        "icon": icon,
        "notice_kind": notice_kind,
        "renewed_by": _renewed_by(certificate, state),
        "is_outdated": getattr(certificate, "is_outdated", False),
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
        "advice": _advice(own),
        "renewed_by_uuid": getattr(certificate, "renewed_by_uuid", None),
    }


def _renewed_by(certificate, state: CertificateState) -> str | None:
    """Said of what the calendar alone decides, where it was asked for: a certificate
    that was taken away leads to no other."""
    return getattr(certificate, "renewed_by", None) if state in CALENDAR else None


def _advice(own: dict) -> str:
    # Whom a newer one certifies already has nothing to do.
    if own["renewed_by"]:
        return ""
    if own["is_outdated"] and own["state"] == CertificateState.SUPERSEDED:
        return OUTDATED
    return FOR_HOLDER.get(own["state"], "")
