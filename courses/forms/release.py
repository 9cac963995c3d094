from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

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

    def __init__(self, *args, languages: list[str], proposed: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
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
        return cleaned
