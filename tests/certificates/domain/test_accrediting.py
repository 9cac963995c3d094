"""Certificates of trainers: in the register like any other, resting on no course."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from certificates.domain.accrediting import (
    Accredited,
    certify_trainer,
    replace_trainer,
    restore_trainer,
    revoke_trainer,
    suspend_trainer,
)
from certificates.domain.badges.credential import badge
from certificates.domain.document import certificate_pdf
from certificates.domain.mailing import told_by_themselves
from certificates.domain.numbers import is_well_formed
from certificates.domain.queries import certified_on
from certificates.domain.state import state_on
from certificates.enums import CertificateState, CertificateType, ReasonCode
from certificates.models import Certificate, day_of
from lms.models import AuditEntry
from organisations.models import Sector
from tests.factories.certificates import TITLES

pytestmark = pytest.mark.django_db

UNTIL = date(2028, 11, 21)


@pytest.fixture
def accredited(beekstad):
    return Accredited(
        prefix="TTT-A",
        names={"en": "Frontline Prevention Trainer", "nl": "Erkend trainer"},
        programme_code="frontline",
        programme_names={"en": "Frontline Prevention"},
        level="accredited",
        language="nl",
        sector=Sector.objects.get(pk="POL"),
        issuer=beekstad,
        signatory_name="Zoë D’Hondt",
        signatory_titles=TITLES,
        valid_until=UNTIL,
    )


@pytest.fixture
def trainers(bob, accredited, now):
    return certify_trainer(bob, accredited, actor=None, now=now)


def test_it_stands_in_the_register_with_its_words(trainers, bob, beekstad, now):
    assert is_well_formed(trainers.number)
    assert trainers.number.startswith("TTT-A-POL-")
    assert (trainers.holder, trainers.type) == (bob, CertificateType.TRAINER)
    assert (trainers.completion, trainers.issuer) == (None, beekstad)
    assert (trainers.awarded_on, trainers.valid_until) == (day_of(now), UNTIL)
    assert trainers.words["trains"] == {"level": "accredited", "language": "nl"}
    [entry] = AuditEntry.objects.filter(action="certificates.awarded")
    assert entry.data == {"number": trainers.number, "level": "accredited"}


def test_it_says_programme_and_language_and_no_edition_or_learning_time(
    client, trainers, bob
):
    client.force_login(bob)
    page = client.get(f"/certificates/{trainers.uuid}/").content.decode()
    assert "Frontline Prevention" in page
    assert "Trains in" in page
    assert "Dutch" in page
    for of_a_course in ("edition", "Learning time", "None"):
        assert of_a_course not in page


def test_it_can_be_printed(trainers):
    assert certificate_pdf(trainers, language="en").startswith(b"%PDF-")


def test_anybody_checks_it_by_its_number(client, trainers):
    page = client.get(f"/verify/{trainers.number}/").content.decode()
    assert "Valid" in page
    assert "Frontline Prevention Trainer" in page


def test_it_is_a_ground_of_no_course(trainers, bob, now):
    assert certified_on(bob, day_of(now)) == []


def test_whoever_accredits_tells_the_trainer(trainers):
    assert not told_by_themselves().filter(pk=trainers.pk).exists()


def test_it_is_suspended_restored_and_revoked_once(trainers, alice, now):
    by = {"actor": alice, "now": now}
    assert suspend_trainer(trainers, **by)
    assert not suspend_trainer(trainers, **by)
    assert state_on(trainers, day_of(now)) == CertificateState.SUSPENDED
    assert restore_trainer(trainers, **by)
    assert not restore_trainer(trainers, **by)
    assert state_on(trainers, day_of(now)) == CertificateState.VALID
    assert revoke_trainer(trainers, reason=ReasonCode.NOT_IN_ORDER, **by)
    assert not revoke_trainer(trainers, reason=ReasonCode.NOT_IN_ORDER, **by)
    assert state_on(trainers, day_of(now)) == CertificateState.REVOKED


def test_a_higher_one_takes_its_place(trainers, bob, accredited, alice, now):
    later = now + timedelta(days=30)
    higher = certify_trainer(bob, accredited, actor=alice, now=later)
    assert replace_trainer(trainers, higher, actor=alice, now=later)
    assert not replace_trainer(trainers, higher, actor=alice, now=later)
    assert state_on(trainers, day_of(later)) == CertificateState.SUPERSEDED


def test_a_renewal_leaves_the_one_before_valid_to_its_end(
    trainers, bob, accredited, alice, now
):
    later = now + timedelta(days=30)
    certify_trainer(bob, accredited, previous=trainers, actor=alice, now=later)
    assert state_on(trainers, day_of(later)) == CertificateState.VALID
    assert trainers.events.filter(kind="renewed").count() == 1


def test_only_a_trainers_certificate_rests_on_no_completion(trainers, certificate):
    for changes in (
        {"type": CertificateType.CERTIFICATE},
        {"completion": certificate.completion},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(pk=trainers.pk).update(**changes)


def test_a_badge_says_what_the_trainer_trains(trainers):
    achievement = badge(trainers, language="en")["credentialSubject"]["achievement"]
    assert achievement["achievementType"] == "Certification"
    assert "version" not in achievement
    assert achievement["criteria"]["narrative"] == (
        "Accredited as a trainer of Frontline Prevention (frontline), to train in "
        "Dutch, for the sector Police (local and federal)."
    )
