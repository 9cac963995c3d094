from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracking.domain.waivers import Terms
from tracking.enums import WaiverKind, WaiverReason
from tracking.forms.fields import DayField


class WaiverForm(forms.Form):
    """Why one person need not do for a time what everybody is asked, or has longer."""

    kind: str

    reason_code = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("The person can read it."),
        choices=[("", _("Choose a reason")), *WaiverReason.choices],
    )

    @property
    def terms(self) -> Terms:
        """What was asked for, of a form that is valid."""
        return Terms(kind=self.kind, **self.cleaned_data)


class ExemptionForm(WaiverForm):
    """For a time nothing is asked."""

    kind = WaiverKind.EXEMPTION

    starts_on = DayField(label=_("First day"), initial=timezone.localdate)
    last_day = DayField(
        label=_("Last day"), help_text=_("At most two years after the first one.")
    )

    field_order = ["starts_on", "last_day", "reason_code"]


class ExtensionForm(WaiverForm):
    """It is asked, and due later."""

    kind = WaiverKind.EXTENSION

    due_on = DayField(label=_("Due on"), help_text=_("At most two years from now."))

    field_order = ["due_on", "reason_code"]
