import base64
import hashlib
import io
import json

import pytest
from PIL import Image

from certificates.domain.award import award_certificate
from certificates.domain.badges.credential import badge, badge_picture, signed_badge
from certificates.domain.badges.image import KEYWORD, picture
from certificates.enums import CertificateType
from tests.certificates.domain.reading_badges import proof_holds
from tests.factories.certificates import complete, make_rule, more_certificates

HOLDER = "Bob Đorđe Wiśniewski"


def award(small_course, bob, now, **rule):
    make_rule(small_course.course, **rule)
    return award_certificate(complete(small_course, bob, now=now), now=now)


def test_a_badge_says_what_the_certificate_says(certificate, settings):
    settings.RELAY_BASE_URL = "https://relay.example"
    said = badge(certificate, language="en")
    name = "Frontline Prevention, Basic - Police (local and federal)"
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert said["id"] == f"urn:uuid:{certificate.uuid}"
    assert said["name"] == name
    assert said["issuer"] == {
        "id": "did:web:relay.example",
        "type": ["Profile"],
        "name": "Beekstad",
        "url": "https://relay.example",
    }
    # From the first moment of its first day to the last of its last, in Brussels.
    assert said["validFrom"] == "2026-11-20T23:00:00Z"
    assert said["validUntil"] == "2028-11-21T23:00:00Z"
    achievement = said["credentialSubject"]["achievement"]
    assert said["credentialSubject"]["licenseNumber"] == certificate.number
    assert achievement["achievementType"] == "Certificate"
    assert achievement["name"] == name
    assert achievement["criteria"]["narrative"] == (
        "Completed all that edition 1 of the course Course en (small) asks of the "
        "sector Police (local and federal). Learning time in minutes: 22."
    )
    assert achievement["description"] == (
        f"Issued by Beekstad under number {certificate.number}; the same certificate "
        f"can be checked at https://relay.example/verify/{certificate.number}/."
    )
    assert achievement["image"]["id"] == (
        f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
    )


def test_a_badge_names_nobody(certificate, bob, key, now):
    written = signed_badge(certificate, key, language="en", now=now)
    for word in (*HOLDER.split(), bob.email, "Zoë"):
        assert word not in written, word


def test_who_knows_the_name_can_compare_it(certificate):
    (identity,) = badge(certificate, language="en")["credentialSubject"]["identifier"]
    digest = hashlib.sha256((HOLDER + identity["salt"]).encode()).hexdigest()
    assert identity["identityHash"] == f"sha256${digest}"
    assert (identity["hashed"], identity["identityType"]) == (True, "name")


def test_two_badges_of_one_person_do_not_look_alike(small_course, bob, now):
    first = award(small_course, bob, now)
    (second,) = more_certificates(first, 1, now=now)
    one, other = (
        badge(certificate, language="en")["credentialSubject"]["identifier"][0]
        for certificate in (first, second)
    )
    assert one["salt"] != other["salt"]
    assert one["identityHash"] != other["identityHash"]


def test_without_a_name_there_is_nothing_to_compare(small_course, bob, now):
    bob.printed_name = ""
    bob.save()
    certificate = award(small_course, bob, now)
    subject = badge(certificate, language="en")["credentialSubject"]
    assert "identifier" not in subject
    assert subject["id"].startswith("urn:uuid:")
    assert str(certificate.uuid) not in subject["id"]


def test_what_does_not_expire_has_no_end(small_course, bob, now, key, document):
    certificate = award(small_course, bob, now, validity_months=None)
    signed = json.loads(signed_badge(certificate, key, language="en", now=now))
    assert "validUntil" not in signed
    assert proof_holds(signed, document)


def test_an_attendance_statement_is_no_certificate(small_course, bob, now):
    certificate = award(small_course, bob, now, type=CertificateType.ATTENDANCE)
    subject = badge(certificate, language="en")["credentialSubject"]
    assert subject["achievement"]["achievementType"] == "CertificateOfCompletion"


@pytest.mark.parametrize(
    ("language", "name", "begins"),
    [
        ("nl", "Eerstelijnspreventie, basis - Politie", "Alles voltooid"),
        ("fr", "Prévention de première ligne, base - Police", "A accompli tout"),
        ("de", "Prävention an vorderster Linie, Basis - Polizei", "Hat alles"),
    ],
)
def test_a_badge_speaks_the_language_asked_for(language, name, begins, certificate):
    achievement = badge(certificate, language=language)["credentialSubject"][
        "achievement"
    ]
    assert achievement["name"].startswith(name)
    assert achievement["inLanguage"] == language
    assert achievement["criteria"]["narrative"].startswith(begins)


def test_the_same_achievement_has_the_same_name_for_all(certificate):
    first = badge(certificate, language="en")["credentialSubject"]["achievement"]["id"]
    assert (
        badge(certificate, language="nl")["credentialSubject"]["achievement"]["id"]
        == first
    )


def test_later_changes_elsewhere_change_no_badge(certificate, key, bob, now):
    before = signed_badge(certificate, key, language="en", now=now)
    bob.printed_name = "Somebody Else"
    bob.save()
    course = certificate.completion.enrolment.course
    course.owner.name = "Another name"
    course.owner.save()
    certificate.refresh_from_db()
    assert signed_badge(certificate, key, language="en", now=now) == before


def test_recognitions_are_among_the_criteria(certificate):
    certificate.words["provider"] = {
        "name": "School",
        "recognitions": [
            {"authority": "Ministry", "number": "R-1", "territory": "Flanders"}
        ],
    }
    achievement = badge(certificate, language="en")["credentialSubject"]["achievement"]
    assert achievement["criteria"]["narrative"].endswith("\nMinistry, Flanders, R-1")


def test_the_picture_carries_the_signed_file(certificate, key, document, now):
    content = badge_picture(certificate, key, language="en", now=now)
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        inside = json.loads(image.text[KEYWORD])
    assert proof_holds(inside, document)
    assert inside["id"] == f"urn:uuid:{certificate.uuid}"
