from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enums import Significance


class ReleaseForm(forms.Form):
    """How much an edition changes, and what learners are told about it."""

    significance = forms.ChoiceField(
        label=_("How much changes"),
        choices=Significance.choices,
        widget=forms.RadioSelect,
        initial=Significance.MINOR,
    )
    note = forms.CharField(
        label=_("What changed, in a sentence learners can read"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )

    def clean(self):
        cleaned = super().clean()
        material = cleaned.get("significance") == Significance.MATERIAL
        if material and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say what changed: it concerns people certified."))
        return cleaned
