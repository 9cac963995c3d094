from django import forms
from django.utils.translation import gettext_lazy as _

from tracking.domain.reminders.plans import LONGEST as LONGEST_DAYS
from tracking.enums import ReminderKind
from tracking.forms.fields import DayField


class DaysField(forms.CharField):
    """Numbers of days, such as "30, 7"; none: (). The value is a tuple, largest first."""

    default_error_messages = {
        "no_days": _("Write numbers of days with commas between them, such as 30, 7.")
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(max_length=60, required=False, widget=widget, **kwargs)

    def prepare_value(self, value):
        return value if isinstance(value, str) else ", ".join(map(str, value or ()))

    def to_python(self, value):
        if isinstance(value, tuple):
            return value
        parts = (value or "").replace(";", ",").replace(" ", ",").split(",")
        try:
            return tuple(sorted({int(part) for part in parts if part}, reverse=True))
        except ValueError as error:
            raise forms.ValidationError(
                self.error_messages["no_days"], code="no_days"
            ) from error

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class ScheduleForm(forms.Form):
    """When an organisation's people are reminded; its fields are those of a plan."""

    before_due = DaysField(
        label=_("Days before a course is due"),
        help_text=_("With commas between them. Empty: no such mail."),
    )
    overdue = DaysField(label=_("Days after it was due"))
    before_expiry = DaysField(label=_("Days before a certificate runs out"))
    after_expiry = DaysField(label=_("Days after a certificate ran out"))
    escalate_after = forms.IntegerField(
        label=_("After how many days overdue the line manager is told"),
        help_text=_(
            "Or, where none is named, the coordinators. They get names, courses and "
            "dates. Empty: nobody is told."
        ),
        min_value=1,
        max_value=LONGEST_DAYS,
        required=False,
    )
    mails_from = forms.TimeField(
        label=_("No mail before"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    mails_until = forms.TimeField(
        label=_("No mail after"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    on_weekends = forms.BooleanField(label=_("Also on weekends"), required=False)
    on_holidays = forms.BooleanField(label=_("Also on public holidays"), required=False)
    paused_until = DayField(
        label=_("No mail until this day"),
        help_text=_("A pause: on this day it goes on. Empty: no pause."),
        required=False,
    )


class SentForm(forms.Form):
    """Which of the reminders that were sent to look at."""

    q = forms.CharField(label=_("Name"), max_length=80, required=False)
    kind = forms.ChoiceField(
        label=_("Why"),
        choices=[("", _("Every reason")), *ReminderKind.choices],
        required=False,
    )
    day = DayField(label=_("On which day"), required=False)
