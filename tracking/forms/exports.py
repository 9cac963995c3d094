from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracking.domain.exports.columns import in_words, no_such_column
from tracking.enums import ExportFormat, FileColumns, Rhythm


class FormatForm(forms.Form):
    """What a file is written as, and with which columns: `seen` are those that the list
    shows, None where its address names one that there is not."""

    form = forms.ChoiceField(
        label=_("What kind of file"),
        choices=ExportFormat.choices,
        initial=ExportFormat.XLSX,
        widget=forms.RadioSelect,
    )
    columns = forms.ChoiceField(
        label=_("Which columns"),
        choices=FileColumns.choices,
        initial=FileColumns.ALL,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, seen: tuple[str, ...] | None, **kwargs):
        super().__init__(*args, **kwargs)
        self._seen = seen
        told = {"all": in_words(()), "seen": in_words(seen or ())}
        self.fields["columns"].help_text = (
            gettext("All columns: %(all)s. The columns you see: %(seen)s.") % told
            if seen
            else gettext("All columns: %(all)s.") % told
        )

    def clean_columns(self) -> tuple[str, ...]:
        """Those of the list that the file is to have; none: all."""
        if self.cleaned_data["columns"] != FileColumns.SEEN:
            return ()
        if not self._seen:
            raise forms.ValidationError(no_such_column().message)
        return self._seen


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
