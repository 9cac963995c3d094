"""The numbers of a programme, as its owner sets them."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainers.models import TrainerProgramme


class NumbersInARow(forms.JSONField):
    """Whole numbers with commas between, such as "1, 3, 6"; none at all may be meant."""

    widget = forms.TextInput

    def to_python(self, value):
        words = (value or "").replace(",", " ").split()
        try:
            return [int(word) for word in words]
        except ValueError:
            raise forms.ValidationError(
                _("Whole numbers with commas between, such as 1, 3, 6."), code="numbers"
            ) from None

    def prepare_value(self, value):
        if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        return value

    def bound_data(self, data, initial):
        return data


class NumbersForm(forms.ModelForm):
    class Meta:
        model = TrainerProgramme
        fields = [
            "is_open",
            "asks_vetting",
            "years_in_sector",
            "absence_percent",
            "quiz_percent",
            "law_quiz_percent",
            "micro_assessments",
            "provisional_months",
            "co_sessions",
            "group_is_enough",
            "group_meetings",
            "observed_within_months",
            "feedback_percent",
            "feedback_answers",
            "valid_months",
            "renewal_days",
            "led_sessions",
            "update_quiz_percent",
            "assessor_years",
            "assessor_sessions",
            "assessor_months",
            "hearing_days",
            "review_days",
            "follow_up_months",
            "follow_up_again_days",
        ]
        field_classes = {"follow_up_months": NumbersInARow}
        help_texts = {
            "follow_up_months": gettext_lazy(
                "Such as 1, 3, 6. Empty: nobody is asked."
            ),
        }
