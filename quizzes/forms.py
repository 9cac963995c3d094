from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from organisations.forms.content import OwnedModelForm
from quizzes.domain.marking.giving import MOST, Given
from quizzes.domain.marking.reading import Criterion
from quizzes.domain.taught import joined, parted, places_taught
from quizzes.enums import MoreTime


class MoreTimeForm(forms.Form):
    """How much more time somebody has."""

    amount = forms.ChoiceField(
        label=_("When a quiz has a time limit, I have"),
        choices=MoreTime.choices,
        widget=forms.RadioSelect,
    )


class MarkForm(forms.Form):
    """What somebody gives an answer: points for each line of its rubric, and words."""

    def __init__(self, *args, rubric: list[Criterion], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._rubric = rubric
        for row in rubric:
            self.fields[f"points-{row.id}"] = forms.TypedChoiceField(
                label=row.text,
                choices=[
                    (number, _level(number, words))
                    for number, words in row.levels.items()
                ],
                coerce=int,
                widget=forms.RadioSelect,
            )
        self.fields["feedback"] = forms.CharField(
            label=_("What the learner reads"),
            required=False,
            # Its length is refused with words that say what was kept.
            widget=forms.Textarea({"rows": 4}),
            help_text=_(
                "Up to %(most)s characters. Needed where points are missing. Name no "
                "person and no place."
            )
            % {"most": MOST},
        )

    @property
    def given(self) -> Given:
        """Of a form that is valid."""
        points = {row.id: self.cleaned_data[f"points-{row.id}"] for row in self._rubric}
        return Given(points, self.cleaned_data["feedback"])


def _level(number: int, words: str) -> str:
    told = ngettext("%(number)s point", "%(number)s points", number)
    points = told % {"number": number}
    return f"{points}: {words}" if words else points


class QuestionForm(OwnedModelForm):
    """A question, with where its answer is taught as one choice."""

    taught_in = forms.ChoiceField(
        label=_("where the answer is taught"),
        required=False,
        help_text=_(
            "Feedback leads there. Lessons are offered once the question is in a bank."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = joined(self.instance.lesson_key, self.instance.lesson_block)
        self.fields["taught_in"].choices = self._places(mine)
        self.initial["taught_in"] = mine

    def _places(self, mine: str) -> list[tuple]:
        lessons = []
        if self.instance.bank_id:
            lessons = places_taught(
                self.instance.bank, locale_id=self.instance.locale_id
            )
        offered = [
            (title, [(place.value, place.label) for place in places])
            for title, places in lessons
        ]
        known = {place.value for _title, places in lessons for place in places}
        # What is stored is not lost by saving, though its lesson is there no more.
        gone = [(mine, _("A place that is there no more"))] if mine not in known else []
        return [("", _("nowhere in particular")), *(gone if mine else []), *offered]

    def _post_clean(self):
        if "taught_in" in self.cleaned_data:
            lesson, block = parted(self.cleaned_data["taught_in"])
            self.instance.lesson_key, self.instance.lesson_block = lesson, block
        super()._post_clean()
