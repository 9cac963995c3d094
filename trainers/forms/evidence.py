"""What is asked for each kind of evidence: only what the kind has a use for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Sector, User
from trainers.domain.delivery.offering import Offered
from trainers.domain.written import Session, Written
from trainers.enums import SCORE_KINDS, SESSION_KINDS, EvidenceKind
from trainers.models.evidence import NOTE_MOST

SESSION_FIELDS = ("role", "hours", "place", "sector", "head_count", "is_whole_group")


def begun_by(offered: Offered) -> dict:
    """What the form begins with for a group that was finished; all of it can be put
    otherwise before somebody signs it."""
    names = (*SESSION_FIELDS, "on_day", "key", "asked_of")
    return {name: getattr(offered, name) for name in names if name != "sector"}


class EvidenceForm(forms.Form):
    """`leads`: who can be asked to sign, where the candidate names somebody; None where
    nobody is named. The language is that of the accreditation."""

    on_day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    asked_of = forms.ModelChoiceField(
        label=_("Lead trainer, who signs it"), queryset=User.objects.none()
    )
    role = forms.CharField(label=_("What you did"), max_length=80)
    hours = forms.DecimalField(
        label=_("Hours"), min_value=0.5, max_value=99, decimal_places=1
    )
    place = forms.CharField(label=_("Place"), max_length=120)
    sector = forms.ModelChoiceField(
        label=_("Sector of the participants"), queryset=Sector.objects.all()
    )
    head_count = forms.IntegerField(
        label=_("How many took part"),
        help_text=_("The number alone, no names."),
        min_value=1,
        max_value=999,
    )
    is_whole_group = forms.BooleanField(
        label=_("It was a whole group, from the first session to the last."),
        required=False,
    )
    score = forms.IntegerField(label=_("Result (%)"), min_value=0, max_value=100)
    answers = forms.IntegerField(
        label=_("How many learners answered"), min_value=1, max_value=9999
    )
    held = forms.IntegerField(label=_("Half-days held"), min_value=1, max_value=99)
    missed = forms.IntegerField(label=_("Half-days missed"), min_value=0, max_value=99)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("No names, no details of a person."),
        max_length=NOTE_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    confirmation = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, kind: EvidenceKind, accreditation, leads=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.accreditation = kind, accreditation
        kept = {"on_day", "note", "key", "confirmation"}
        if kind in SESSION_KINDS:
            kept |= set(SESSION_FIELDS)
        if kind in SCORE_KINDS:
            kept.add("score")
        if kind == EvidenceKind.FEEDBACK:
            kept.add("answers")
        if kind == EvidenceKind.ATTENDANCE:
            kept |= {"held", "missed"}
        if leads is not None:
            kept.add("asked_of")
            self.fields["asked_of"].queryset = leads
        for name in set(self.fields) - kept:
            del self.fields[name]
        if "sector" in self.fields:
            self.fields["sector"].initial = accreditation.sector_id

    @property
    def written(self) -> Written:
        given = self.cleaned_data
        session = None
        if self.kind in SESSION_KINDS:
            session = Session(
                **{name: given[name] for name in SESSION_FIELDS},
                language=self.accreditation.language,
            )
        return Written(
            kind=self.kind,
            on_day=given["on_day"],
            note=given["note"],
            session=session,
            score=given.get("score"),
            answers=given.get("answers"),
            held=given.get("held"),
            missed=given.get("missed"),
            key=given["key"],
            confirmation=given["confirmation"],
            asked_of=given.get("asked_of"),
        )
