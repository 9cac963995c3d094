"""What a trainer fills in of a group: counts and choices, and a short note."""

import uuid

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.errors import DomainError
from organisations.models import User
from trainers.domain.delivery.meetings import Meeting
from trainers.domain.delivery.plans import GroupPlan
from trainers.enums import Adaptation, StopReason
from trainers.forms.by_name import MunicipalityByName
from trainers.models.delivery import (
    FEWEST_MINUTES,
    MOST_HEADS,
    MOST_MINUTES,
    NOTE_MOST,
    OLDEST,
    SLACK,
    YOUNGEST,
)
from trainers.models.programmes import MOST_MEETINGS

SMILES = ("good", "so_so", "bad")
# At which field a refusal of the domain is said; the rest stands above the form.
PLACES = {
    "municipality": "municipality",
    "day": "starts_on",
    "meetings": "meetings",
    "ages": "age_from",
    "lead": "lead",
    "co": "co_facilitators",
    "number": "number",
    "taken": "number",
    "future": "on_day",
    "order": "on_day",
    "minutes": "minutes",
    "heads": "head_count",
    "smiles": "good",
    "adaptations": "adaptations",
    "people": "note",
    "long": "note",
    "words": "note",
}


def say(form: forms.Form, problem: DomainError) -> None:
    """Say why not, at the field that it is about."""
    name = PLACES.get(problem.code, "")
    if problem.code == "not_accredited":
        name = "led_by" if "led_by" in form.fields else "lead"
    field = name if name in form.fields and not form[name].is_hidden else None
    form.add_error(field, problem.message)


def _day(label, **kwargs) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


def _count(label, *, least=0, most, step=1, is_counter=True, **kwargs):
    attrs = {"inputmode": "numeric", "step": step}
    if is_counter:
        attrs["data-counter"] = ""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs=attrs),
        **kwargs,
    )


class GroupForm(forms.Form):
    """A group of a programme, in a language. `trainers` are those to choose from; `plan`
    is what there is."""

    municipality = MunicipalityByName(
        label=gettext_lazy("Municipality in which it meets"), required=True
    )
    starts_on = _day(gettext_lazy("First day"))
    meetings = _count(
        gettext_lazy("Meetings planned"),
        least=1,
        most=MOST_MEETINGS,
        help_text=gettext_lazy("An evening for parents is one meeting."),
    )
    age_from = _count(
        gettext_lazy("Youngest, in years"),
        least=YOUNGEST,
        most=OLDEST,
        is_counter=False,
        required=False,
        help_text=gettext_lazy("Leave both ages empty for a group of adults."),
    )
    age_to = _count(
        gettext_lazy("Oldest, in years"),
        least=YOUNGEST,
        most=OLDEST,
        is_counter=False,
        required=False,
    )
    lead = forms.ModelChoiceField(
        label=gettext_lazy("Lead"),
        help_text=gettext_lazy("Accredited for the programme and language."),
        queryset=None,
    )
    co_facilitators = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Co-facilitators"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, language, trainers, plan=None, **kwargs):
        self._language, known = language, []
        if plan is not None:
            kwargs["initial"] = _initial(plan) | kwargs.get("initial", {})
            known = [one.pk for one in (plan.lead, *plan.co_facilitators) if one]
        super().__init__(data, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("key", uuid.uuid4())
        chosen = User.objects.filter(
            Q(pk__in=trainers.values("pk")) | Q(pk__in=known)
        ).order_by("printed_name", "pk")
        for name in ("lead", "co_facilitators"):
            self.fields[name].queryset = chosen

    def clean(self):
        given = super().clean()
        ages = [given.get("age_from"), given.get("age_to")]
        are_read = not {"age_from", "age_to"} & set(self.errors)
        if are_read and ages.count(None) == 1:
            self.add_error(
                "age_from", _("Say both ages, or none for a group of adults.")
            )
        return given

    @property
    def plan(self) -> GroupPlan:
        given = self.cleaned_data
        ages = (given["age_from"], given["age_to"])
        return GroupPlan(
            language=self._language,
            municipality=given["municipality"],
            starts_on=given["starts_on"],
            meetings=given["meetings"],
            lead=given["lead"],
            co_facilitators=tuple(given["co_facilitators"]),
            ages=None if ages[0] is None else ages,
        )


def _initial(plan: GroupPlan) -> dict:
    youngest, oldest = plan.ages or (None, None)
    return {
        "municipality": plan.municipality,
        "starts_on": plan.starts_on,
        "meetings": plan.meetings,
        "age_from": youngest,
        "age_to": oldest,
        "lead": plan.lead,
        "co_facilitators": plan.co_facilitators,
    }


class FreeNumber(forms.TypedChoiceField):
    """Offers the numbers that are free. Any number is taken to the domain, which knows
    what a phone sends again from what somebody else has written down meanwhile."""

    def valid_value(self, value) -> bool:
        return super().valid_value(value) or (value.isdecimal() and len(value) < 4)


class MeetingForm(forms.Form):
    """A meeting of a group; `meeting` is the one that is corrected."""

    on_day = _day(gettext_lazy("Day"))
    number = FreeNumber(label=gettext_lazy("Which meeting"), coerce=int)
    minutes = _count(
        gettext_lazy("Minutes"),
        least=FEWEST_MINUTES,
        most=MOST_MINUTES,
        step=5,
        initial=120,
    )
    led_by = forms.ModelChoiceField(label=gettext_lazy("Led by"), queryset=None)
    head_count = _count(gettext_lazy("How many came"), most=MOST_HEADS)
    good = _count(gettext_lazy("Smileys: good"), most=MOST_HEADS, required=False)
    so_so = _count(gettext_lazy("Smileys: so-so"), most=MOST_HEADS, required=False)
    bad = _count(gettext_lazy("Smileys: bad"), most=MOST_HEADS, required=False)
    adaptations = forms.MultipleChoiceField(
        label=gettext_lazy("What you did otherwise"),
        choices=Adaptation.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=gettext_lazy("Short note"),
        help_text=gettext_lazy("About the exercises. No names, nobody’s story."),
        max_length=NOTE_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, group, meeting=None, **kwargs):
        if meeting is not None:
            kwargs["initial"] = _initial_of(meeting) | kwargs.get("initial", {})
        super().__init__(data, **kwargs)
        people = list(group.facilitators.all())
        known = {one.person_id for one in people}
        if meeting is not None:
            known.add(meeting.led_by_id)
        self.fields["led_by"].queryset = User.objects.filter(pk__in=known).order_by(
            "printed_name", "pk"
        )
        self.fields["number"].choices = _free_numbers(group, meeting)
        if not self.is_bound:
            self.initial.setdefault("key", uuid.uuid4())
            lead = people[0].person_id if people else None
            self.initial.setdefault("led_by", lead)
            self.initial.setdefault("number", self._next(group))
        if len(known) == 1:
            # One trainer leads all of them: nothing to ask.
            self.fields["led_by"].widget = forms.HiddenInput()

    def _next(self, group) -> int | None:
        """The number after the last that is written down, else the first that is free."""
        free = [number for number, _label in self.fields["number"].choices]
        last = max((one.number for one in group.meetings.all()), default=0)
        return next((one for one in free if one > last), next(iter(free), None))

    @property
    def meeting(self) -> Meeting:
        given = self.cleaned_data
        smiles = tuple(given[name] for name in SMILES)
        is_asked = any(one is not None for one in smiles)
        return Meeting(
            number=given["number"],
            on_day=given["on_day"],
            minutes=given["minutes"],
            head_count=given["head_count"],
            led_by=given["led_by"],
            smiles=tuple(one or 0 for one in smiles) if is_asked else None,
            adaptations=tuple(given["adaptations"]),
            note=given["note"],
        )


def _initial_of(meeting) -> dict:
    good, so_so, bad = meeting.smiles or (None, None, None)
    return {
        "number": meeting.number,
        "on_day": meeting.on_day,
        "minutes": meeting.minutes,
        "head_count": meeting.head_count,
        "led_by": meeting.led_by_id,
        "good": good,
        "so_so": so_so,
        "bad": bad,
        "adaptations": meeting.adaptations,
        "note": meeting.note,
    }


def _free_numbers(group, meeting) -> list[tuple[int, str]]:
    taken = {one.number for one in group.meetings.all()}
    if meeting is not None:
        taken.discard(meeting.number)
    planned = group.meetings_planned
    words = {
        True: _("%(number)s of %(planned)s"),
        False: _("%(number)s, beyond the %(planned)s planned"),
    }
    return [
        (number, words[number <= planned] % {"number": number, "planned": planned})
        for number in range(1, planned + SLACK + 1)
        if number not in taken
    ]


class StopForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why did it stop?"),
        choices=StopReason.choices,
        widget=forms.RadioSelect,
    )
