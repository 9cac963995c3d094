from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.domain.queries import organisations_to_join
from organisations.enums import LetterLayout
from organisations.forms.fields import StaySignedInField
from organisations.models import Organisation


class BadgeForm(forms.Form):
    """Coming in without an e-mail address."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        to_field_name="code",
        label=_("Your organisation, as it stands in your letter"),
        empty_label=_("Choose from the list"),
    )
    badge_number = forms.CharField(
        label=_("Badge number"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "spellcheck": "false"}
        ),
    )
    secret = forms.CharField(
        label=_("Code from your letter, or the password you have set"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    remember = StaySignedInField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_to_join()


class LettersForm(forms.Form):
    """For whom letters are made, and how."""

    layout = forms.ChoiceField(
        choices=LetterLayout.choices,
        initial=LetterLayout.LETTERS,
        label=_("How they are printed"),
        widget=forms.RadioSelect,
    )
    # Memberships; none: everybody who needs one.
    chosen = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args, possible=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(pk, pk) for pk in possible]
