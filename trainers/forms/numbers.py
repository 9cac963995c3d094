"""The numbers of a programme, as its owner sets them."""

from django import forms

from trainers.models import TrainerProgramme


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
        ]
