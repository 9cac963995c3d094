"""Fields that several forms have."""

from django import forms


class DayField(forms.DateField):
    """A day, picked from the calendar of the browser."""

    def __init__(self, **kwargs):
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            **kwargs,
        )
