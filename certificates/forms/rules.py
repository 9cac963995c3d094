"""The rule that a programme owner writes."""

import re

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certificates.domain.designs.uses import offered
from certificates.domain.numbers import PREFIX
from certificates.domain.renewal import check_renews
from certificates.domain.words import SECTOR_FIELD
from certificates.models import CertificateRule
from lms.errors import DomainError
from organisations.forms.content import OwnedModelForm


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
            "given_since",
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
