"""What is asked of a training that somebody followed elsewhere."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.domain.recognition.asking import GIVEN_BY_MOST, REASON_MOST
from certificates.forms.proofs import own_proof
from courses.models import Course
from organisations.models import Sector


class TrainingForm(forms.Form):
    """Which course it corresponds to, when and with whom it was."""

    course = forms.ChoiceField(label=_("Course that it corresponds to"))
    trained_on = forms.DateField(
        label=_("Day of the training"),
        help_text=_("The last day, where it took several."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    given_by = forms.CharField(
        label=_("Who gave the training"),
        help_text=_(
            "An organisation, such as a police academy. It is printed on the "
            "certificate. No names of people."
        ),
        max_length=GIVEN_BY_MOST,
    )

    def __init__(self, *args, courses, titles, **kwargs):
        super().__init__(*args, **kwargs)
        self._courses = {str(one.pk): one for one in courses}
        self.fields["course"].choices = [
            (key, titles[one.pk]) for key, one in self._courses.items()
        ]

    @property
    def chosen(self) -> Course:
        """The course."""
        return self._courses[self.cleaned_data["course"]]


class ClaimForm(TrainingForm):
    """What the person themselves says, with a proof; it comes as bytes."""

    proof = own_proof()


class VouchForm(TrainingForm):
    """What a programme owner says of somebody, by their address or their exact name."""

    person = forms.CharField(
        label=_("E-mail address, or the exact name"),
        help_text=_(
            "Of somebody of your organisation or one below it, or who is in the course."
        ),
        max_length=254,
    )
    sector = forms.ModelChoiceField(
        label=_("Sector"),
        queryset=Sector.objects.filter(gives_certificate=True),
    )
    reason = forms.CharField(
        label=_("Why it is recognised"),
        help_text=_("Kept with the decision. No names of other people."),
        max_length=REASON_MOST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ["person", "sector", "course", "trained_on", "given_by", "reason"]
