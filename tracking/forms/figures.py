from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracking.forms.fields import DayField


class AttestationForm(forms.Form):
    """Of which day the council is told."""

    on = DayField(label=_("On which day"), required=False)

    def clean_on(self) -> date | None:
        day = self.cleaned_data["on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(
                _("Nobody knows yet. Choose today or an earlier day.")
            )
        return day

    @property
    def day(self) -> date:
        """The day asked for; today when none or no possible one was."""
        return self.cleaned_data.get("on") or timezone.localdate()
