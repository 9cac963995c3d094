import pytest

from certificates.domain.award import award_certificate
from certificates.domain.designs.uses import offered, refusal_to_delete, with_uses
from certificates.models import Design
from tests.factories.certificates import make_rule, next_completion
from tests.factories.designs import make_design


def counts() -> dict:
    return {
        (one.name, one.locale.language_code): (one.rule_count, one.certificate_count)
        for one in with_uses(Design.objects.all()).select_related("locale")
    }


def test_uses_are_those_of_every_language_together(
    rule, certificate, designs, beekstad, now
):
    make_design(beekstad, name="Unused", languages=("en",))
    make_rule(rule.course, sector="MUN", design=designs["en"])
    designs["en"].heading = "Changed"
    designs["en"].save_revision().publish()
    second = next_completion(certificate.completion.enrolment, cycle=2, now=now)
    award_certificate(second, now=now)
    assert counts() == {
        ("House style", "en"): (2, 2),
        ("House style", "nl"): (2, 2),
        ("Unused", "en"): (0, 0),
    }


def test_a_rule_is_offered_each_published_design_once(beekstad, designs):
    draft = make_design(beekstad, name="Draft", languages=("en",), live=False)["en"]
    assert set(offered(Design.objects.all(), keep=None)) == {designs["en"]}
    kept = offered(Design.objects.all(), keep=draft.pk)
    assert set(kept) == {designs["en"], draft}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_design_of_a_rule_is_not_deleted_in_any_language(
    language, rule, designs, beekstad
):
    assert "House style" in refusal_to_delete([designs[language]])
    unused = make_design(beekstad, name="Unused", languages=("en",))["en"]
    assert refusal_to_delete([unused]) == ""


def test_what_only_certificates_use_may_go(rule, certificate, designs):
    rule.design = None
    rule.save()
    assert refusal_to_delete(designs.values()) == ""
