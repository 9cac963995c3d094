"""The number that somebody checks, and the rule that a programme owner writes."""

import re

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certificates.domain.bulk.asking import GIVEN_BY_MOST, REASON_MOST
from certificates.domain.bulk.table import MOST_BYTES
from certificates.domain.designs.uses import offered
from certificates.domain.numbers import LONGEST_TYPED, PREFIX, normalise_number
from certificates.domain.renewal import check_renews
from certificates.domain.words import SECTOR_FIELD
from certificates.models import CertificateRule
from lms.errors import DomainError
from organisations.forms.content import OwnedModelForm

# Ours are a tenth of it.
LARGEST_FILE = 3 * 1024 * 1024


class NumberForm(forms.Form):
    """A number as it is typed; `cleaned_data["number"]` is normalised."""

    number = forms.CharField(
        label=_("Number of the certificate"),
        help_text=_("It stands under the QR code, such as CPL-POL-7K3M-Q2XB."),
        error_messages={"required": _("Type the number as it is printed.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "maxlength": LONGEST_TYPED,
            }
        ),
    )

    def clean_number(self) -> str:
        number = normalise_number(self.cleaned_data["number"])
        if not number:
            raise forms.ValidationError(
                _(
                    "There is no letter or digit in it. Type the number as it is printed."
                )
            )
        return number


class FileForm(forms.Form):
    """A PDF that somebody was shown; `cleaned_data["file"]` is its bytes."""

    file = forms.FileField(
        label=_("The PDF of the certificate"),
        help_text=_("It is looked at and not kept. At most 3 MB."),
        error_messages={
            "required": _("Choose the PDF that you were given."),
            "empty": _("This file is empty. Ask for the PDF again."),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("This file is larger than any certificate. Type its number instead.")
            )
        return file.read()


class CertificateRuleForm(OwnedModelForm):
    """A rule with its name and the signatory's title in every language of the platform.

    In a name, {sector} stands for the name of the sector; there is no other field.
    """

    class Meta:
        model = CertificateRule
        fields = [
            "course",
            "sector",
            "type",
            "prefix",
            "validity_months",
            "renewal_mode",
            "renewal_window_days",
            "fixed_month",
            "fixed_day",
            "renews",
            "issuer",
            "design",
            "signatory_name",
        ]
        help_texts = {
            "sector": _("Empty: for every sector without a rule of its own."),
            "prefix": _("Letters, and dashes between them, such as CPL or CPL-R."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Left out, what the model says by itself holds.
        for name in ("renewal_mode", "renewal_window_days"):
            self.fields[name].required = False
        designs = self.fields["design"]
        designs.queryset = offered(designs.queryset, keep=self.instance.design_id)
        for code, language in settings.WAGTAIL_CONTENT_LANGUAGES:
            self._add_text("name", _("Name"), code, language, self.instance.names)
        for code, language in settings.WAGTAIL_CONTENT_LANGUAGES:
            self._add_text(
                "title",
                _("Title of the signatory"),
                code,
                language,
                self.instance.signatory_titles,
            )

    def _add_text(self, stem, label, code, language, texts) -> None:
        self.fields[f"{stem}_{code}"] = forms.CharField(
            label=format_lazy("{} ({})", label, language),
            max_length=160,
            initial=(texts or {}).get(code, ""),
            help_text=_("{sector} is replaced by the name of the sector.")
            if stem == "name"
            else "",
        )

    def _texts(self, stem) -> dict[str, str]:
        return {
            code: self.cleaned_data[f"{stem}_{code}"]
            for code, _language in settings.WAGTAIL_CONTENT_LANGUAGES
            if f"{stem}_{code}" in self.cleaned_data
        }

    def clean_prefix(self) -> str:
        prefix = self.cleaned_data["prefix"].upper()
        if not re.fullmatch(PREFIX, prefix):
            raise forms.ValidationError(
                _("Use letters only, with dashes between them: CPL or CPL-R.")
            )
        return prefix

    def clean(self):
        cleaned = super().clean()
        for code, name in self._texts("name").items():
            if set("{}") & set(name.replace(SECTOR_FIELD, "")):
                self.add_error(
                    f"name_{code}",
                    _("{sector} is the only field there is. Take out other braces."),
                )
        self._check_renews(cleaned)
        # Also into the instance, so that its constraints are checked with them.
        self.instance.names = self._texts("name")
        self.instance.signatory_titles = self._texts("title")
        return cleaned

    def _check_renews(self, cleaned) -> None:
        course, renews = cleaned.get("course"), cleaned.get("renews")
        if course is None or renews in (None, course):
            return
        try:
            check_renews(course, renews, day=timezone.localdate())
        except DomainError as problem:
            self.add_error("renews", problem.message)


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
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 5 MB. Divide the list.")
            )
        return file.read()
