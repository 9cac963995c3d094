"""A list of people for a bulk award."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.domain.bulk.asking import GIVEN_BY_MOST, REASON_MOST
from certificates.models import CertificateRule
from lms.errors import DomainError
from lms.tables import bytes_of


class BulkAwardForm(forms.Form):
    """A list of people who were trained elsewhere; `offers` are rules, one for each
    course and issuer for which the person may bring one."""

    offer = forms.ChoiceField(label=_("Course and issuer"))
    given_by = forms.CharField(
        label=_("Who gave the training"),
        help_text=_(
            "An organisation. It is printed on the certificate. No names of people."
        ),
        max_length=GIVEN_BY_MOST,
    )
    reason = forms.CharField(
        label=_("Why it is recognised"),
        help_text=_("Kept with the list. No names of people."),
        max_length=REASON_MOST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    file = forms.FileField(
        label=_("The list: CSV or XLSX, at most 5 MB"),
        help_text=_(
            "The first line names the columns: e-mail, day, and sector or not. Without "
            "a sector it is the one that the person works in."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self._offers = {f"{one.course_id}-{one.issuer_id}": one for one in offers}
        self.fields["offer"].choices = [
            (key, f"{one.course}, {one.issuer}") for key, one in self._offers.items()
        ]

    @property
    def rule(self) -> CertificateRule:
        """A rule of the course and the issuer that were chosen."""
        return self._offers[self.cleaned_data["offer"]]

    def clean_file(self) -> bytes:
        try:
            return bytes_of(self.cleaned_data["file"])
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal
