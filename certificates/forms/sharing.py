"""What a holder decides on being seen, and the day somebody who checks asks about."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.enums import NameShown, SharedFor


class NameForm(forms.Form):
    """How much of the holder's name a check shows."""

    choice = forms.ChoiceField(
        label=_("What somebody who checks sees of your name"),
        help_text=_("It changes at once, also for links that you gave before."),
        choices=NameShown.choices,
        widget=forms.RadioSelect,
    )


class ShareForm(forms.Form):
    """A new link: for whom, and for how long."""

    label = forms.CharField(
        label=_("For whom"),
        help_text=_("Only you see this, so that you know later which link it is."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lasts = forms.ChoiceField(
        label=_("How long it works"),
        choices=SharedFor.choices,
        initial=SharedFor.MONTH,
        widget=forms.RadioSelect,
    )
