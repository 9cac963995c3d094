"""What holders and programme owners fill in about the register."""

from datetime import date

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certificates.domain.oversight.asking import (
    NEWEST_FIRST,
    Asked,
    courses_of,
    places_of,
)
from certificates.domain.oversight.signatories import label_of, rules_of
from certificates.enums import CertificateState, CertificateType
from certificates.models import CertificateRule
from courses.models import Course
from organisations.forms.fields import PrintedNameField
from organisations.models import Organisation, Sector

ANY = _("All")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AskCorrectionForm(forms.Form):
    """How the name on a certificate should read."""

    name = PrintedNameField(
        label=_("The name as it should be"),
        help_text=_("As it stands on your identity card, or as you are known at work."),
        error_messages={"required": _("Type the name as it should be.")},
    )


class ReissueForm(forms.Form):
    """The name that a certificate is issued with anew."""

    name = PrintedNameField(
        label=_("The name as it should be"),
        error_messages={"required": _("Type the name as it should be.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RegisterForm(forms.Form):
    """What the register is asked for; `asked()` is that, once the form is valid."""

    words = forms.CharField(label=_("Number or name"), max_length=120, required=False)
    day = forms.DateField(label=_("As of"), required=False, widget=DAY)
    state = forms.ChoiceField(label=_("State"), required=False)
    course = forms.ModelChoiceField(
        Course.objects.none(), label=_("Course"), required=False, empty_label=ANY
    )
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label=_("Sector"), required=False, empty_label=ANY
    )
    type = forms.ChoiceField(label=_("Type"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    place = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Territory"),
        required=False,
        empty_label=ANY,
        help_text=_("Where the holder belonged on that day."),
    )
    awarded_from = forms.DateField(label=_("Awarded from"), required=False, widget=DAY)
    awarded_until = forms.DateField(
        label=_("Awarded until"), required=False, widget=DAY
    )
    ends_from = forms.DateField(label=_("Runs out from"), required=False, widget=DAY)
    ends_until = forms.DateField(label=_("Runs out until"), required=False, widget=DAY)
    order = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, user):
        super().__init__(data, auto_id="ask_%s")
        for name, choices in (
            ("state", CertificateState.choices),
            ("type", CertificateType.choices),
            ("language", settings.RELAY_LANGUAGE_NAMES.items()),
        ):
            self.fields[name].choices = [("", ANY), *choices]
        self.fields["course"].queryset = courses_of(user)
        self.fields["place"].queryset = places_of(user)

    # What is asked for most stands in sight; the rest is a press away on a phone.
    IN_SIGHT = ("words", "day", "state")

    def in_sight(self):
        """The fields that are always shown."""
        return [self[name] for name in self.IN_SIGHT]

    def further(self):
        """The others that are seen."""
        return [one for one in self.visible_fields() if one.name not in self.IN_SIGHT]

    def narrows_further(self) -> bool:
        """Whether one of the others says something, or says it wrongly."""
        return any(one.data or one.errors for one in self.further())

    def clean(self):
        cleaned = super().clean()
        for first, last in (
            ("awarded_from", "awarded_until"),
            ("ends_from", "ends_until"),
        ):
            begin, end = cleaned.get(first), cleaned.get(last)
            if begin and end and end < begin:
                self.add_error(last, _("This day lies before the first one."))
        return cleaned

    def asked(self, *, today: date) -> Asked:
        """What is asked for; as of today where no day is said."""
        given = self.cleaned_data
        return Asked(
            **{
                **given,
                "day": given["day"] or today,
                "course": given["course"] and given["course"].pk,
                "sector": given["sector"] and given["sector"].pk,
                "order": given["order"] or NEWEST_FIRST,
            }
        )


class RefuseForm(forms.Form):
    """Why a name stays as it is, in words for the holder."""

    reason = forms.CharField(
        label=_("Why not? The holder reads it."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why. The holder reads it.")},
    )


class RuleChoices(forms.ModelMultipleChoiceField):
    """Rules to tick, each with who signs under it now."""

    def label_from_instance(self, rule):
        return f"{label_of(rule)}: {rule.signatory_name}"


class SignatoryForm(forms.Form):
    """Another signatory, in every language of the platform, for the rules ticked."""

    name = forms.CharField(label=_("Signatory"), max_length=120)
    from_day = forms.DateField(label=_("Signs from"), widget=DAY)
    rules = RuleChoices(
        CertificateRule.objects.none(),
        label=_("Rules"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one rule.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rules"].queryset = rules_of(user)
        for code, language in settings.WAGTAIL_CONTENT_LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=format_lazy("{} ({})", _("Title of the signatory"), language),
                max_length=160,
            )

    @property
    def titles(self) -> dict[str, str]:
        return {
            code: self.cleaned_data[f"title_{code}"]
            for code, _language in settings.WAGTAIL_CONTENT_LANGUAGES
        }

    @property
    def lines(self) -> list:
        """The fields on one line each, the rules apart."""
        return [self[name] for name in self.fields if name != "rules"]
