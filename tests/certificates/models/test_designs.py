import pytest
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.segments.extract import extract_segments

from certificates.models import Design
from lms.publishing import NotPublishableError
from tests.factories.designs import logo, make_design, make_picture, signatory


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("heading", "For {name}"),
        ("awarded_to", "{holder"),
        ("above", "{{holder}}"),
        ("below", "{valid until}"),
        ("accent", "#ffff00"),
        ("accent", "teal"),
    ],
)
def test_what_would_print_wrong_is_not_published(field, value, beekstad):
    with pytest.raises(NotPublishableError):
        make_design(beekstad, languages=("en",), **{field: value})
    assert not Design.objects.exists()


def test_an_author_translates_words_and_nothing_else():
    fields = get_translatable_fields(Design)
    translated = {
        one.field_name for one in fields if type(one) is not SynchronizedField
    }
    assert translated == {
        "heading",
        "awarded_to",
        "above",
        "below",
        "logos",
        "signatories",
    }


def test_names_of_people_are_not_given_to_translators(beekstad):
    design = make_design(
        beekstad,
        languages=("en",),
        logos=[logo(make_picture(), "City")],
        signatories=[signatory("Ann Devos", "Mayor")],
    )["en"]
    texts = {
        segment.string.data
        for segment in extract_segments(design)
        if hasattr(segment, "string")
    }
    assert {"City", "Mayor", "Diploma en"} <= texts
    assert "Ann Devos" not in texts
