"""What the board of a course's languages is asked."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.domain.languages.board import Filter
from courses.domain.languages.rules import FEDERAL
from courses.enums import TranslationState


class BoardFilterForm(forms.Form):
    """Which texts the board of a course's languages shows; all, if not asked."""

    state = forms.ChoiceField(label=_("State"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    kind = forms.CharField(
        label=_("Kind"), required=False, max_length=40, widget=forms.Select
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        everything = [("", _("Everything"))]
        self.fields["state"].choices = everything + TranslationState.choices
        self.fields["language"].choices = [
            *everything,
            *settings.RELAY_LANGUAGE_NAMES.items(),
        ]

    def offer_kinds(self, kinds: dict[str, str]) -> None:
        """Offer the kinds of text that the course has."""
        self.fields["kind"].widget.choices = [("", _("Everything")), *kinds.items()]

    @property
    def filter(self) -> Filter:
        """What is asked; everything, for words that are no state or language."""
        return Filter(**self.cleaned_data) if self.is_valid() else Filter()


class ExceptionForm(forms.Form):
    """Which of their languages federal bodies may do without, why, and until when."""

    languages = forms.MultipleChoiceField(
        label=_("Without"),
        choices=lambda: [
            (code, settings.RELAY_LANGUAGE_NAMES[code]) for code in FEDERAL
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )
    until = forms.DateField(
        label=_("Until and including"), widget=forms.DateInput(attrs={"type": "date"})
    )
