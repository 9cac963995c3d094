from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from courses.domain.checklist.notes import findings_of_note, says_why
from courses.enums import Significance


class ReleaseForm(forms.Form):
    """How much an edition changes, and what learners are told about it, in each of its
    languages.

    `proposed` may fill it in: "significance", and a "note" in the language of the
    person who releases.
    """

    significance = forms.ChoiceField(
        label=_("How much changes"),
        choices=Significance.choices,
        widget=forms.RadioSelect,
        initial=Significance.MINOR,
    )

    def __init__(
        self,
        *args,
        languages: list[str],
        proposed: dict[str, str],
        audience: str,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.audience = audience
        self.languages = languages
        mine = get_language() if get_language() in languages else languages[0]
        if "significance" in proposed:
            self.initial["significance"] = proposed["significance"]
        if "note" in proposed:
            self.initial[f"note_{mine}"] = proposed["note"]
        names = dict(settings.LANGUAGES)
        for code in languages:
            self.fields[f"note_{code}"] = forms.CharField(
                label=gettext("What changed, for learners (%(language)s)")
                % {"language": names[code]},
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                max_length=1000,
            )
        if self.is_bound:
            self.fields["words_reason"] = forms.CharField(
                label=gettext("Why these words stay"),
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                max_length=1000,
            )
            self._read_for_terms()

    def _read_for_terms(self) -> None:
        """Say beside each note which words need others; ask for a reason only then."""
        self.words = {
            code: findings_of_note(
                self.data.get(f"note_{code}", ""), language=code, audience=self.audience
            )
            for code in self.languages
        }
        if not any(self.words.values()):
            del self.fields["words_reason"]

    @property
    def notes(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"note_{code}"] for code in self.languages}

    def clean(self):
        cleaned = super().clean()
        material = cleaned.get("significance") == Significance.MATERIAL
        if material and not any(cleaned.get(f"note_{code}") for code in self.languages):
            self.add_error(
                f"note_{self.languages[0]}",
                _("Say what changed: it concerns people certified."),
            )
        if "words_reason" in self.fields and not says_why(
            cleaned.get("words_reason", "")
        ):
            for code, found in self.words.items():
                for finding in found:
                    self.add_error(f"note_{code}", finding.message)
            self.add_error(
                "words_reason",
                _("Choose other words, or write a sentence on why these stay."),
            )
        return cleaned
