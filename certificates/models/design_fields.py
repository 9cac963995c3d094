"""What may stand in the texts and the colour of a design."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lms.colours import COLOUR, LEAST_CONTRAST, contrast

# What is put in the place of {holder} and so on when a certificate is printed.
FIELDS = ("holder", "course", "sector", "date", "valid_until", "number", "minutes")
NAMED = ", ".join(f"{{{name}}}" for name in FIELDS)
BRACED = re.compile(r"\{([^{}]*)\}")


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


def check_colour(colour: str) -> None:
    """Raises ValidationError for what is no colour, or too light to be read on white."""
    if not COLOUR.fullmatch(colour):
        raise ValidationError(
            _("Write a colour as # and six digits or letters a to f, such as #00525c."),
            code="colour",
        )
    found = contrast(colour)
    if found < LEAST_CONTRAST:
        # Rounded down: what fails never reads as what would pass.
        shown = int(found * 10) / 10
        raise ValidationError(
            _now(
                "This colour is too light on white: its contrast is %(contrast)s, and "
                "4.5 is needed to be read. Take a darker one."
            )
            % {"contrast": shown},
            code="contrast",
        )
