"""The form with which somebody says as which learner they try a course."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation, Sector


class TrialForm(forms.Form):
    """Asked in the address: a trial is a page that can be passed on. What is left out
    or wrong is nobody in particular."""

    sector = forms.ModelChoiceField(
        label=_("Sector"), queryset=Sector.objects.all(), required=False
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.filter(is_active=True),
        required=False,
    )
    edition = forms.ChoiceField(
        label=_("Version"),
        choices=[
            ("draft", _("As it is written today")),
            ("released", _("As released")),
        ],
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = settings.RELAY_LANGUAGE_NAMES
        self.fields["language"].choices = list(names.items())

    def chosen(self, name: str, fallback=None):
        self.is_valid()
        return self.cleaned_data.get(name) or fallback
