"""The number that somebody checks, and the rule that a programme owner writes."""

import re

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certificates.domain.designs.uses import offered
from certificates.domain.numbers import LONGEST_TYPED, PREFIX, normalise_number
from certificates.domain.words import SECTOR_FIELD
from certificates.models import CertificateRule
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
        # Also into the instance, so that its constraints are checked with them.
        self.instance.names = self._texts("name")
        self.instance.signatory_titles = self._texts("title")
        return cleaned
