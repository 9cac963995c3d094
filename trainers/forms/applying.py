"""What somebody is asked who wants to be a trainer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.forms.proofs import own_proof
from lms.texts import said
from organisations.models import Organisation
from trainers.domain.applying import Wish
from trainers.domain.recognising import GIVEN_BY_MOST, Claim
from trainers.models import TrainerProgramme
from trainers.models.applications import MOTIVATION_MOST


class BeginForm(forms.Form):
    """In which programme and language, and from which employer."""

    way = forms.ChoiceField(label=_("Programme and language"))
    employer = forms.ModelChoiceField(label=_("Your employer"), queryset=None)

    def __init__(self, *args, programmes, languages, employers, language, **kwargs):
        super().__init__(*args, **kwargs)
        self._ways = {
            f"{one.code} {code}": (one, code)
            for one in programmes
            for code in one.languages
        }
        self.fields["way"].choices = [
            (key, f"{said(one.names, language)}, {languages.get(code, code)}")
            for key, (one, code) in self._ways.items()
        ]
        self.fields["employer"].queryset = Organisation.objects.filter(
            pk__in=[one.pk for one in employers]
        )
        if len(employers) == 1:
            self.fields["employer"].initial = employers[0]

    @property
    def chosen(self) -> tuple[TrainerProgramme, str]:
        """The programme and the language."""
        return self._ways[self.cleaned_data["way"]]


class RecognitionForm(BeginForm):
    """The same, with what a paper says and the paper itself; it comes as bytes."""

    given_by = forms.CharField(
        label=_("Accredited by"),
        help_text=_("An organisation, such as a police school. No names of people."),
        max_length=GIVEN_BY_MOST,
    )
    accredited_since = forms.DateField(
        label=_("Accredited since"), widget=forms.DateInput(attrs={"type": "date"})
    )
    valid_until = forms.DateField(
        label=_("Valid until"),
        help_text=_("Empty: the paper does not say."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    sessions_led = forms.IntegerField(
        label=_("Sessions you have led since"), min_value=0, max_value=999
    )
    proof = own_proof()

    @property
    def claim(self) -> Claim:
        given = self.cleaned_data
        return Claim(
            given["accredited_since"],
            given["valid_until"],
            given["given_by"],
            given["sessions_led"],
        )


class ApplicationForm(forms.Form):
    """Motivation, the employer's commitment and both declarations."""

    motivation = forms.CharField(
        label=_("Why you want to train others"),
        help_text=_("In a few sentences. No names, no details of a person."),
        max_length=MOTIVATION_MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    years_in_sector = forms.IntegerField(
        label=_("Years in your sector"), min_value=0, max_value=60
    )
    hours_per_year = forms.IntegerField(
        label=_("Hours a year your employer gives you to train"),
        min_value=1,
        max_value=2000,
    )
    groups_planned = forms.IntegerField(
        label=_("Groups you plan to give a year"), min_value=1, max_value=200
    )
    superior_name = forms.CharField(label=_("Name of your superior"), max_length=120)
    superior_email = forms.EmailField(
        label=_("Work address of your superior"),
        help_text=_("They get a mail with a link, and need no account."),
    )
    has_no_conflict = forms.BooleanField(
        label=_("I have no conflict of interest, or have told my superior of it.")
    )
    accepts_ethics = forms.BooleanField(
        label=_(
            "I train without stigmatising, keep professional secrecy and bring no real "
            "person into a session."
        )
    )
    confirmation = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def wish(self) -> Wish:
        return Wish(**self.cleaned_data)
