from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from tracking.enums import ExportFormat, Rhythm


class FormatForm(forms.Form):
    """What a file is written as."""

    form = forms.ChoiceField(
        label=_("What kind of file"),
        choices=ExportFormat.choices,
        initial=ExportFormat.XLSX,
        widget=forms.RadioSelect,
    )


class RegularForm(FormatForm):
    """How often a file is made by itself, and on which day; `on_day` is the day of the
    rhythm that was chosen."""

    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=Rhythm.choices,
        initial=Rhythm.MONTHLY,
        widget=forms.RadioSelect,
    )
    weekday = forms.TypedChoiceField(
        label=_("If every week: on which day"),
        choices=[(number + 1, name) for number, name in sorted(WEEKDAYS.items())],
        coerce=int,
        initial=1,
    )
    month_day = forms.TypedChoiceField(
        label=_("If every month: on which day of it"),
        choices=[(number, number) for number in range(1, 29)],
        coerce=int,
        initial=1,
    )

    @property
    def on_day(self) -> int:
        is_weekly = self.cleaned_data["rhythm"] == Rhythm.WEEKLY
        return self.cleaned_data["weekday" if is_weekly else "month_day"]
