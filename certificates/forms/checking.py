"""What somebody gives who checks a certificate: its number, its PDF, a day."""

from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from certificates.domain.checking import latest_day
from certificates.domain.numbers import LONGEST_TYPED, normalise_number

# Ours are a tenth of it.
LARGEST_FILE = 3 * 1024 * 1024


class NumberForm(forms.Form):
    """A number as it is typed; `cleaned_data["number"]` is normalised."""

    number = forms.CharField(
        label=_("Number of the certificate"),
        help_text=_("It stands under the QR code, such as CPL-POL-7K3M-Q2XB."),
        error_messages={"required": _("Type the number as it is printed.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "maxlength": LONGEST_TYPED,
            }
        ),
    )

    def clean_number(self) -> str:
        number = normalise_number(self.cleaned_data["number"])
        if not number:
            raise forms.ValidationError(
                _(
                    "There is no letter or digit in it. Type the number as it is printed."
                )
            )
        return number


class FileForm(forms.Form):
    """A PDF that somebody was shown; `cleaned_data["file"]` is its bytes."""

    file = forms.FileField(
        label=_("The PDF of the certificate"),
        help_text=_("It is looked at and not kept. At most 3 MB."),
        error_messages={
            "required": _("Choose the PDF that you were given."),
            "empty": _("This file is empty. Ask for the PDF again."),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("This file is larger than any certificate. Type its number instead.")
            )
        return file.read()


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
