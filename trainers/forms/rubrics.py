"""A rubric as a form: a choice of levels for every criterion."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.texts import said
from trainers.domain.observing import FEEDBACK_MOST
from trainers.enums import Decision
from trainers.models.rubrics import HIGHEST


class RubricForm(forms.Form):
    """`is_observed`: a decision is asked for; `is_sample`: levels alone."""

    def __init__(self, *args, rubric, is_observed=False, is_sample=False, **kwargs):
        super().__init__(*args, **kwargs)
        self._keys = [one["key"] for one in rubric.criteria]
        language = get_language()
        for one in rubric.criteria:
            self.fields[f"level-{one['key']}"] = forms.TypedChoiceField(
                label=said(one["names"], language),
                coerce=int,
                choices=[(n, _level(one, n, language)) for n in range(HIGHEST + 1)],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a level for every criterion.")},
            )
        if not is_sample:
            self.fields["feedback"] = forms.CharField(
                label=_("Feedback for the candidate"),
                help_text=_("What was good, what to work on. No names of others."),
                max_length=FEEDBACK_MOST,
                widget=forms.Textarea(attrs={"rows": 5}),
            )
        if is_observed:
            self.fields["decision"] = forms.ChoiceField(
                label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect
            )
        self.fields["key"] = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def levels(self) -> dict[str, int]:
        return {key: self.cleaned_data[f"level-{key}"] for key in self._keys}

    @property
    def feedback(self) -> str:
        return self.cleaned_data["feedback"].replace("\r\n", "\n").strip()

    @property
    def decision(self) -> str:
        return self.cleaned_data.get("decision", "")


def _level(criterion: dict, level: int, language: str) -> str:
    text = said(criterion["levels"].get(str(level), {}), language)
    return f"{level}: {text}" if text else str(level)
