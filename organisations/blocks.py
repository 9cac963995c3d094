"""What the texts of organisations are made of: so far, opening hours."""

from datetime import time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

WEEKDAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]
MIDNIGHT = time(0, 0)


class HoursBlock(blocks.StructBlock):
    days = blocks.MultipleChoiceBlock(choices=WEEKDAYS, label=_("Days"))
    opens = blocks.TimeBlock(label=_("Opens"))
    closes = blocks.TimeBlock(
        label=_("Closes"), help_text=_("00:00 is the end of the day.")
    )

    def clean(self, value):
        cleaned = super().clean(value)
        opens, closes = cleaned["opens"], cleaned["closes"]
        # A draft may lack either.
        if None not in (opens, closes) and MIDNIGHT != closes <= opens:
            raise blocks.StructBlockValidationError(
                block_errors={"closes": ValidationError(_("It closes after it opens."))}
            )
        return cleaned

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        names = dict(WEEKDAYS)
        return context | {"day_names": [names[day] for day in value["days"]]}

    def get_preview_value(self):
        return self.to_python(
            {"days": ["0", "1", "2"], "opens": "09:00", "closes": "17:00"}
        )

    class Meta:
        icon = "time"
        label = _("Opening hours")
        description = _("From when to when, on the same hours on several days.")
        template = "organisations/blocks/hours.html"
