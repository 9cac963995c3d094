"""The form in which a contact is kept."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from organisations.forms.content import OwnedModelForm


class ContactForm(OwnedModelForm):
    """Notes who verified a contact: whoever changes the day on which that was done."""

    speaks = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=lambda: list(settings.RELAY_LANGUAGE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The languages in which people are helped."),
    )

    def save(self, commit=True):
        if "verified_on" in self.changed_data:
            self.instance.verified_by = self.for_user
        return super().save(commit=commit)
