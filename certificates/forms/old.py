"""A list of old completions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.domain.old.asking import GIVEN_BY_MOST
from certificates.forms.proofs import ProofField
from lms.errors import DomainError
from lms.tables import bytes_of


class OldListForm(forms.Form):
    """The list, who gave the trainings, and one document that shows them, or none."""

    file = forms.FileField(
        label=_("The list: CSV or XLSX, at most 5 MB"),
        help_text=_(
            "The first line names the columns: e-mail or badge number, course (its "
            "code), day, proof (attendance list, certificate or register) and "
            "reference (the code of that list or paper)."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    given_by = forms.CharField(
        label=_("Who gave the training"),
        help_text=_("An organisation. No names of people."),
        max_length=GIVEN_BY_MOST,
    )
    proof = ProofField(
        label=_("A document that shows it: PDF, JPEG or PNG, at most 5 MB"),
        help_text=_("For the whole list, if you have one. Only who decides reads it."),
        required=False,
    )

    def clean_file(self) -> bytes:
        try:
            return bytes_of(self.cleaned_data["file"])
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal
