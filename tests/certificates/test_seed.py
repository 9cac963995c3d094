import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from certificates.domain.award import award_certificate
from certificates.domain.designs.printing import pages_of
from certificates.domain.document import certificate_pdf
from certificates.models import CertificateRule, Design
from organisations.models import Organisation, User
from tests.factories.certificates import complete
from tests.factories.courses import make_course

CODE = "frontline-prevention-basic"


def seed() -> str:
    out = io.StringIO()
    call_command("seed_certificates", stdout=out)
    return out.getvalue()


@pytest.fixture
def world(db):
    call_command("seed_organisations", stdout=io.StringIO())
    owner = Organisation.objects.get(code="relay")
    small = make_course(owner)
    small.release()
    small.course.code = CODE
    small.course.save()
    return small


def test_the_starter_rule_is_written_once(world):
    assert seed() == "Certificate rules: 1 written, 1 are there.\n"
    assert seed() == "Certificate rules: 0 written, 1 are there.\n"
    rule = CertificateRule.objects.get()
    assert (rule.prefix, rule.validity_months, rule.sector) == ("CPL", 24, None)
    assert rule.issuer.code == "relay"
    assert set(rule.names) == set(rule.signatory_titles) == {"en", "nl", "fr", "de"}


def test_edits_are_not_overwritten(world):
    seed()
    CertificateRule.objects.update(validity_months=36, signatory_name="Somebody Else")
    seed()
    rule = CertificateRule.objects.get()
    assert (rule.validity_months, rule.signatory_name) == (36, "Somebody Else")


def test_the_starter_rule_awards_with_the_sector_in_the_name(world, now):
    seed()
    officer = User.objects.get(email="learner@beekstad.example")
    certificate = award_certificate(complete(world, officer, now=now), now=now)
    assert certificate.words["names"] == {
        "en": "Frontline Prevention Certificate, Basic - Police (local and federal)",
        "nl": "Certificaat Eerstelijnspreventie, basis - Politie",
        "fr": "Certificat de prévention de première ligne, base - Police",
        "de": "Zertifikat Prävention an vorderster Linie, Basis - Polizei",
    }


def test_the_starter_rule_prints_by_a_design_in_four_languages(world, now):
    seed()
    seed()
    assert {one.locale.language_code for one in Design.objects.filter(live=True)} == {
        "en",
        "nl",
        "fr",
        "de",
    }
    officer = User.objects.get(email="learner@beekstad.example")
    certificate = award_certificate(complete(world, officer, now=now), now=now)
    assert set(certificate.design.content) == {"en", "nl", "fr", "de"}
    for language in certificate.design.content:
        assert pages_of(certificate_pdf(certificate, language=language)) == 1


def test_without_the_course_it_says_what_to_load_first(db):
    with pytest.raises(CommandError, match="Load the organisations and courses first"):
        seed()
    assert not CertificateRule.objects.exists()
