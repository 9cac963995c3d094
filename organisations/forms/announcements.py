from django import forms
from django.utils.translation import gettext_lazy as _

from lms.texts import TextsFormField
from organisations.domain.announcements.making import MOST, Draft
from organisations.forms.memberships import DayField


class AnnouncementForm(forms.Form):
    """What many people are to read, and for how long."""

    texts = TextsFormField(
        label=_("What do you want to tell?"),
        max_length=MOST,
        is_long=True,
        help_text=_(
            "At most 500 characters in each language; one language is enough. Whoever "
            "reads another one then reads it in that. Name nobody who does not know of it."
        ),
        error_messages={"required": _("Write something, in one language at least.")},
    )
    link = forms.URLField(
        label=_("A page with more about it"),
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={
            "invalid": _("Give the whole address of a page; it begins https://.")
        },
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(
        label=_("Last day"), help_text=_("Shown on this day too, 90 days at most.")
    )

    @property
    def draft(self) -> Draft:
        return Draft(**self.cleaned_data)
