from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from organisations.domain.merging import find_account
from organisations.domain.people import set_organisation_wish, update_profile
from organisations.domain.queries import organisations_to_join
from organisations.forms.fields import LanguageField, PrintedNameField, SectorField
from organisations.models import Organisation
from organisations.sessions import CHOSEN_ORGANISATION_KEY


class ProfileForm(forms.Form):
    """What a person tells about themselves."""

    printed_name = PrintedNameField()
    sector = SectorField(required=False)
    language = LanguageField()


class BelongingForm(forms.Form):
    """Where a person works, or that it is not on the list yet."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("My organisation"),
        empty_label=_("Choose from the list"),
        required=False,
    )
    organisation_wish = forms.CharField(
        label=_("Mine is not on the list yet. It is called:"),
        max_length=160,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_to_join()


class AccountField(forms.CharField):
    """An account, named by an address or by the printed name of its person."""

    def clean(self, value):
        text = super().clean(value)
        try:
            return find_account(text)
        except DomainError as error:
            raise forms.ValidationError(error.message, code=error.code) from error


class MergeForm(forms.Form):
    """Two accounts that are one person's."""

    kept = AccountField(
        label=_("The account to keep"),
        help_text=_("An e-mail address, or the name as printed on certificates."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    merged = AccountField(
        label=_("The account that goes into it"),
        help_text=_("It is closed, and a proved address of it opens the other one."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SignupForm(forms.Form):
    """What allauth's sign-up asks for besides the address."""

    printed_name = PrintedNameField()
    sector = SectorField()
    language = LanguageField()
    organisation = BelongingForm.base_fields["organisation"]
    organisation_wish = BelongingForm.base_fields["organisation_wish"]

    field_order = [
        "email",
        "printed_name",
        "sector",
        "language",
        "organisation",
        "organisation_wish",
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.fields["organisation"].queryset = organisations_to_join()

    def signup(self, request, user):
        """Fill in the new account; the organisation waits for the proof of the address."""
        data = self.cleaned_data
        now = timezone.now()
        update_profile(
            user,
            printed_name=data["printed_name"],
            sector=data["sector"],
            language=data["language"],
            now=now,
        )
        set_organisation_wish(user, data["organisation_wish"], now=now)
        if data["organisation"] is not None:
            request.session[CHOSEN_ORGANISATION_KEY] = data["organisation"].pk
