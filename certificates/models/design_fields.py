"""What may stand in the texts and the colour of a design."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

# What is put in the place of {holder} and so on when a certificate is printed.
FIELDS = ("holder", "course", "sector", "date", "valid_until", "number", "minutes")
NAMED = ", ".join(f"{{{name}}}" for name in FIELDS)
BRACED = re.compile(r"\{([^{}]*)\}")

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# What text needs on its background (WCAG 2.2, 1.4.3).
LEAST_CONTRAST = 4.5


def check_fields(text: str) -> None:
    """Raises ValidationError for a field that there is not, and for loose braces."""
    for name in BRACED.findall(text):
        if name not in FIELDS:
            raise ValidationError(
                _("There is no field {%(name)s}. There are: %(fields)s."),
                code="field",
                params={"name": name, "fields": NAMED},
            )
    if set("{}") & set(BRACED.sub("", text)):
        raise ValidationError(
            _("Braces stand around a field only. There are: %(fields)s."),
            code="braces",
            params={"fields": NAMED},
        )


def contrast_on_white(colour: str) -> float:
    """The contrast ratio (WCAG 2.2) of a colour, written #rrggbb, on white: 1 to 21."""
    red, green, blue = (
        _linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5)
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 1.05 / (luminance + 0.05)


def check_colour(colour: str) -> None:
    """Raises ValidationError for what is no colour, or too light to be read on white."""
    if not COLOUR.fullmatch(colour):
        raise ValidationError(
            _("Write a colour as # and six digits or letters a to f, such as #00525c."),
            code="colour",
        )
    contrast = contrast_on_white(colour)
    if contrast < LEAST_CONTRAST:
        # Rounded down: what fails never reads as what would pass.
        shown = int(contrast * 10) / 10
        raise ValidationError(
            _now(
                "This colour is too light on white: its contrast is %(contrast)s, and "
                "4.5 is needed to be read. Take a darker one."
            )
            % {"contrast": shown},
            code="contrast",
        )


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
