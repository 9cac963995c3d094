from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

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
