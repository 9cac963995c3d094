import pytest
from django.core.exceptions import ValidationError

from certificates.models.design_fields import (
    FIELDS,
    check_colour,
    check_fields,
)


@pytest.mark.parametrize(
    "text",
    ["", "Plain words.", *(f"Before {{{name}}} after" for name in FIELDS)],
)
def test_fields_that_there_are_may_stand_in_a_text(text):
    check_fields(text)


@pytest.mark.parametrize("name", ["name", "Holder", "", "holder!r", "0", "holder.pk"])
def test_a_field_that_there_is_not_is_refused_with_those_there_are(name):
    with pytest.raises(ValidationError) as refused:
        check_fields(f"For {{{name}}}")
    (message,) = refused.value.messages
    assert f"{{{name}}}" in message
    for field in FIELDS:
        assert f"{{{field}}}" in message


@pytest.mark.parametrize("text", ["{holder", "holder}", "{{holder}}", "{holder}}", "{"])
def test_loose_braces_are_refused(text):
    with pytest.raises(ValidationError, match="Braces"):
        check_fields(text)


@pytest.mark.parametrize("colour", ["#00525c", "#767676", "#000000"])
def test_dark_colours_are_taken(colour):
    check_colour(colour)


@pytest.mark.parametrize("colour", ["00525c", "#00525", "red", "#00525g", "#00525c "])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(ValidationError, match="#00525c"):
        check_colour(colour)


def test_a_light_colour_is_refused_with_its_contrast():
    with pytest.raises(ValidationError, match=r"4\.4, and 4\.5 is needed"):
        check_colour("#777777")
