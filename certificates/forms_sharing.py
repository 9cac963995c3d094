"""What a holder decides on being seen, and the day somebody who checks asks about."""

from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from certificates.domain.checking import latest_day
from certificates.enums import NameShown, SharedFor


class DayForm(forms.Form):
    """The day asked about; `cleaned_data["on"]` is None when none was named."""

    on = forms.DateField(
        label=_("Day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={
            "invalid": _(
                "There is no such day. Write year, month and day, such as 2025-12-31."
            )
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._latest = latest_day(today)
        self.fields["on"].widget.attrs["max"] = self._latest.isoformat()

    def clean_on(self) -> date | None:
        day = self.cleaned_data["on"]
        if day is not None and day > self._latest:
            raise forms.ValidationError(
                _("That is too far ahead. Choose a day up to %(day)s."),
                params={"day": date_format(self._latest, "DATE_FORMAT")},
            )
        return day


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
