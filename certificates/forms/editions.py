"""What a body decides about those certified by earlier editions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.domain.editions.deciding import first_last_day, possible_deltas
from certificates.enums import EditionDemand
from courses.models import Course


class EditionChangeForm(forms.Form):
    """What holders must do; certificates.domain.editions.deciding checks it further."""

    demand = forms.ChoiceField(
        label=_("What must holders do?"),
        choices=EditionDemand.choices,
        widget=forms.RadioSelect,
    )
    delta = forms.ModelChoiceField(
        Course.objects.none(),
        label=_("Short course"),
        required=False,
        help_text=_("About what changed. Only courses that everybody can take."),
    )
    until = forms.DateField(
        label=_("Last day to do it"),
        required=False,
        help_text=_("Empty when holders need not do anything."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, course: Course, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delta"].queryset = possible_deltas(course)
        first = first_last_day(now)
        self.fields["until"].widget.attrs["min"] = first.isoformat()
