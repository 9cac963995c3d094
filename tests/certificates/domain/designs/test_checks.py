import pytest

from certificates.models import Design
from lms.publishing import NotPublishableError, findings_of
from tests.factories.designs import logo, make_design, make_picture, signatory


def reasons(beekstad, **changes) -> list[str]:
    with pytest.raises(NotPublishableError) as refused:
        make_design(beekstad, languages=("en",), **changes)
    assert not Design.objects.exists()
    return refused.value.reasons


def test_letters_that_cannot_be_printed_are_named_before_publishing(beekstad):
    (reason,) = reasons(beekstad, heading="Diploma 山")
    assert "山" in reason


def test_a_logo_needs_its_rights(beekstad):
    (reason,) = reasons(beekstad, logos=[logo(make_picture(licence=""))])
    assert "rights" in reason


def test_a_signature_is_its_signatorys_own(beekstad):
    people = [signatory("Ann Devos", "Mayor", make_picture(licence=""))]
    assert make_design(beekstad, signatories=people)["en"].live


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_a_picture_that_cannot_be_printed_is_said(kind, beekstad):
    (reason,) = reasons(beekstad, logos=[logo(make_picture(kind=kind))])
    assert "PNG or JPEG" in reason


def test_a_draft_may_hold_anything_and_is_told_what_is_wrong(beekstad):
    design = make_design(beekstad, languages=("en",), heading="Diploma 山", live=False)[
        "en"
    ]
    assert ["山" in one.message for one in findings_of(design)] == [True]
