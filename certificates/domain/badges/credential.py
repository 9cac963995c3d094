"""A certificate as an OpenBadgeCredential, from its frozen words alone."""

import base64
import hashlib
import json
import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from certificates.domain.badges.contexts import CREDENTIALS, OPEN_BADGES
from certificates.domain.badges.did import our_did
from certificates.domain.badges.image import baked, picture
from certificates.domain.badges.keys import Key, signing_key
from certificates.domain.badges.proofs import as_token, instant, with_proof
from certificates.domain.badges.status import place_of, status_entries
from certificates.domain.links import verify_url
from certificates.domain.words import recognitions_in, trains_in
from certificates.enums import FINAL_KINDS, CertificateType
from certificates.models import Certificate, end_of
from lms.texts import said

# What Open Badges calls our two kinds.
ACHIEVEMENT_TYPES = {
    CertificateType.CERTIFICATE: "Certificate",
    CertificateType.ATTENDANCE: "CertificateOfCompletion",
    CertificateType.TRAINER: "Certification",
}


def is_offered(certificate: Certificate) -> bool:
    """Whether its holder is offered a badge: not of a certificate at an end, and only
    where a key signs. `certificate` comes with its `state`."""
    return certificate.state not in FINAL_KINDS and signing_key() is not None


def signed_badge(
    certificate: Certificate, key: Key, *, language: str, now: datetime
) -> str:
    """The badge as a file that proves itself (JSON with a Data Integrity proof)."""
    credential = badge(certificate, language=language)
    return _json(with_proof(credential, key, now=now))


def badge_token(certificate: Certificate, key: Key, *, language: str) -> str:
    """The badge as a signed token, which some wallets prefer."""
    return as_token(badge(certificate, language=language), key)


def badge_picture(
    certificate: Certificate, key: Key, *, language: str, now: datetime
) -> bytes:
    """The badge as a picture with the signed file inside it."""
    return baked(signed_badge(certificate, key, language=language, now=now))


def badge(certificate: Certificate, *, language: str) -> dict:
    """The unsigned credential in one of the certificate's languages.

    It never names the holder, only lets a name be compared. The first time, the
    certificate gets its place in the status lists.
    """
    words = certificate.words
    with translation.override(language):
        achievement = _achievement(certificate, language)
    credential = {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": f"urn:uuid:{certificate.uuid}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement["name"],
        "issuer": {
            "id": our_did(),
            "type": ["Profile"],
            "name": words["issuer"]["name"],
            "url": settings.RELAY_BASE_URL,
        },
        "validFrom": instant(_start_of(certificate.awarded_on)),
        "awardedDate": instant(_start_of(certificate.awarded_on)),
    }
    if certificate.valid_until:
        credential["validUntil"] = instant(end_of(certificate.valid_until))
    return {
        **credential,
        "credentialSubject": _subject(certificate, achievement),
        "credentialStatus": status_entries(place_of(certificate)),
    }


def _subject(certificate: Certificate, achievement: dict) -> dict:
    subject = {
        "type": ["AchievementSubject"],
        "licenseNumber": certificate.number,
        "achievement": achievement,
    }
    name = certificate.words["printed_name"]
    if not name:
        # A subject needs a word for it; this one leads nowhere.
        return {"id": f"urn:uuid:{uuid.uuid5(certificate.uuid, 'holder')}", **subject}
    return {**subject, "identifier": [_name_to_compare(certificate, name)]}


def _name_to_compare(certificate: Certificate, name: str) -> dict:
    """The holder's name, hashed: who is told a name can compare it, who is told none
    cannot read one. The salt is the credential's own, so that two badges of one person
    do not look alike."""
    salt = uuid.uuid5(certificate.uuid, "salt").hex
    digest = hashlib.sha256((name + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "name",
        "salt": salt,
    }


def _basis(words: dict) -> str:
    """What a badge was given for, with places for the facts."""
    if "recognised" in words:
        return _(
            "Recognised on the basis of training on %(trained_on)s, given by %(by)s, for "
            "the course %(course)s (%(code)s) and the sector %(sector)s."
        )
    if "trains" in words:
        return _(
            "Accredited as a trainer of %(course)s (%(code)s), to train in %(language)s, "
            "for the sector %(sector)s."
        )
    return _(
        "Completed all that edition %(edition)s of the course %(course)s (%(code)s) "
        "asks of the sector %(sector)s. Learning time in minutes: %(minutes)s."
    )


def _achievement(certificate: Certificate, language: str) -> dict:
    words, earned_in = certificate.words, certificate.language
    name = said(words["names"], language, earned_in)
    sector = said(words["sector"], language, earned_in)
    course = words["course"]
    facts = {
        "course": said(course["titles"], language, earned_in),
        "code": course["code"],
        "edition": words["edition"],
        "sector": sector,
        "minutes": words["minutes"],
        "language": trains_in(words),
        "issuer": words["issuer"]["name"],
        "number": certificate.number,
        "address": verify_url(certificate),
        **words.get("recognised", {}),
    }
    narrative = [_basis(words) % facts, *recognitions_in(words)]
    return {
        "id": _achievement_id(certificate),
        "type": ["Achievement"],
        "achievementType": ACHIEVEMENT_TYPES[CertificateType(certificate.type)],
        "name": str(name),
        "description": _(
            "Issued by %(issuer)s under number %(number)s; the same certificate can be "
            "checked at %(address)s."
        )
        % facts,
        "criteria": {"narrative": "\n".join(narrative)},
        "image": {
            "id": _picture_inside(),
            "type": "Image",
            "caption": str(name),
        },
        "inLanguage": name.language or earned_in,
        "humanCode": course["code"],
        **({} if "trains" in words else {"version": str(words["edition"])}),
        "fieldOfStudy": str(sector),
    }


def _achievement_id(certificate: Certificate) -> str:
    """The same for everybody who earned the same: course, edition and sector; of a
    trainer programme, level, language and sector."""
    words = certificate.words
    trains = words.get("trains")
    what = f"{trains['level']}-{trains['language']}" if trains else words["edition"]
    earned = f"{words['course']['code']}/{what}/{certificate.sector_id}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{our_did()}/{earned}')}"


def _picture_inside() -> str:
    # Inside, not at an address of ours: whoever looks at a badge tells us nothing.
    return f"data:image/png;base64,{base64.b64encode(picture()).decode()}"


def _start_of(day: date) -> datetime:
    return end_of(day - timedelta(days=1))


def _json(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
