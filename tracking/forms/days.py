"""Which day figures are about, and what was known of it."""

from datetime import date, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models import end_of
from tracking.forms.fields import DayField


class DaysForm(forms.Form):
    """On which day to look, and as was known on which."""

    on = DayField(label=_("On which day"), required=False)
    known = DayField(
        label=_("As known on"),
        help_text=_("Empty: with all that was put right since."),
        required=False,
    )

    def clean_on(self) -> date | None:
        return self._clean_day("on")

    def clean_known(self) -> date | None:
        known, day = self._clean_day("known"), self.cleaned_data.get("on")
        if known is not None and day is not None and known < day:
            raise forms.ValidationError(
                _("Nobody knew yet. Choose the day itself or a later one.")
            )
        return known

    def _clean_day(self, name: str) -> date | None:
        day = self.cleaned_data[name]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(
                _("Nobody knows yet. Choose today or an earlier day.")
            )
        return day

    @property
    def day(self) -> date:
        """The day asked for, else the one on which it was known; today when none or no
        possible one was."""
        known = self.cleaned_data.get("known")
        return self.cleaned_data.get("on") or known or timezone.localdate()

    @property
    def known_on(self) -> date | None:
        """The day by whose end something had to be known to count; None for today."""
        known = self.cleaned_data.get("known")
        return known if known != timezone.localdate() else None

    @property
    def known_at(self) -> datetime | None:
        """The moment before which something had to be recorded; None: now."""
        return end_of(self.known_on) if self.known_on else None
