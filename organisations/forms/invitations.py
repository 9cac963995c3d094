from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.enums import LanguageRegime, Level, Role
from organisations.forms.fields import (
    LanguageField,
    PrintedNameField,
    SectorField,
    StaySignedInField,
)
from organisations.models import Organisation


class InvitationForm(forms.Form):
    """A colleague to invite."""

    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    printed_name = PrintedNameField(
        label=_("Name (the person can correct it)"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sector = SectorField(label=_("Sector"))
    language = LanguageField(label=_("Language of the invitation"))
    role = forms.ChoiceField(label=_("Role"), required=False)

    def __init__(self, *args, organisation, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = organisation.languages[0]
        # A deputy has a last day, and is one of the people already.
        roles = [role for role in roles if role != Role.DEPUTY]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.fields["role"].initial = Role.LEARNER.value
        if len(roles) < 2:
            del self.fields["role"]

    def clean_role(self):
        return self.cleaned_data["role"] or Role.LEARNER.value


class WelcomeForm(forms.Form):
    """What an invited person confirms."""

    printed_name = PrintedNameField()
    sector = SectorField()
    language = LanguageField()
    remember = StaySignedInField()


class SetUpForm(forms.Form):
    """A new organisation and its first coordinator."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=160)
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("Small letters, digits and hyphens; it stands in addresses."),
    )
    level = forms.ChoiceField(
        label=_("Level"), choices=Level.choices, initial=Level.MUNICIPALITY
    )
    parent = forms.ModelChoiceField(
        label=_("Part of"),
        queryset=Organisation.objects.all(),
        empty_label=_("Nothing above it"),
        required=False,
    )
    territory = forms.CharField(label=_("Territory"), max_length=80, required=False)
    language_regime = forms.ChoiceField(
        label=_("Languages by law"), choices=LanguageRegime.choices
    )
    email = forms.EmailField(
        label=_("E-mail address of the first coordinator"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    printed_name = PrintedNameField(
        label=_("Name of the first coordinator"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sector = SectorField(label=_("Sector of the first coordinator"), initial="COO")
    language = LanguageField(label=_("Language of the invitation"))

    ORGANISATION = (
        "name",
        "code",
        "level",
        "parent",
        "territory",
        "language_regime",
    )

    @property
    def organisation_fields(self):
        return [self[name] for name in self.ORGANISATION]

    @property
    def coordinator_fields(self):
        return [field for field in self if field.name not in self.ORGANISATION]

    def clean_code(self):
        return self.cleaned_data["code"].lower()
