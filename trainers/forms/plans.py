"""What a trainer is asked about what they mean to do, and about how it goes."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from trainers.domain.implementation.doing import Done
from trainers.domain.implementation.following import Said
from trainers.domain.implementation.planning import Intention
from trainers.models import Application, FollowUp, ImplementationPlan
from trainers.models.plans import MOST_GROUPS, MOST_HOURS, NOTE_MOST
from trainers.plan_enums import Beside, Help, Hindrance, Need, Progress, Setting

# At which field a refusal of the domain is said; the rest stands above the form.
PLACES = {
    "past": "first_on",
    "far": "first_on",
    "groups": "groups",
    "hours": "hours",
    "settings": "settings",
    "beside": "beside",
    "needs": "needs",
    "progress": "progress",
    "hindrances": "hindrances",
    "nothing_hinders": "hindrances",
    "help": "help_wanted",
    "nothing_helps": "help_wanted",
    "people": "note",
    "long": "note",
}


def say(form: forms.Form, problem: DomainError) -> None:
    """Say why not, at the field that it is about."""
    field = PLACES.get(problem.code)
    form.add_error(field if field in form.fields else None, problem.message)


def _number(label, most: int, **kwargs) -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "data-counter": ""}
    widget = forms.NumberInput(attrs=attrs)
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, widget=widget, **kwargs
    )


def _several(label, words, **kwargs) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=words.choices,
        widget=forms.CheckboxSelectMultiple,
        **kwargs,
    )


def _one(label, words) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=words.choices, widget=forms.RadioSelect
    )


def _note(hint) -> forms.CharField:
    return forms.CharField(
        label=_("Short note"),
        help_text=hint,
        max_length=NOTE_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class _Sent(forms.Form):
    """Sent twice, it is kept once; a note may be confirmed to be about nobody."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    confirmation = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("key", uuid.uuid4())

    @property
    def text(self) -> str:
        """The note as the domain reads it."""
        return self.cleaned_data["note"].replace("\r\n", "\n").strip()


class PlanForm(_Sent):
    first_on = forms.DateField(
        label=_("First session or group, at the latest on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    groups = _number(
        _("Groups or sessions in the first twelve months"),
        MOST_GROUPS,
        help_text=_("A group that meets several times is one."),
    )
    hours = _number(
        _("Hours a month, with preparation"),
        MOST_HOURS,
        help_text=_("As agreed with your superior."),
    )
    settings = _several(_("Where you train"), Setting)
    beside = _one(_("Who stands beside you the first times"), Beside)
    needs = _several(_("What you still need"), Need, required=False)
    note = _note(_("What you want to add. No names, no details of a person."))

    field_order = ("first_on", "groups", "hours", "settings", "beside", "needs", "note")

    @property
    def intention(self) -> Intention:
        given = self.cleaned_data
        return Intention(
            first_on=given["first_on"],
            groups=given["groups"],
            hours=given["hours"],
            settings=tuple(given["settings"]),
            beside=Beside(given["beside"]),
            needs=tuple(given["needs"]),
            note=given["note"],
            confirmation=given["confirmation"],
        )


def begun_by(plan: ImplementationPlan | None, application: Application | None) -> dict:
    """What the form begins with: the version before, else what the application said of
    hours and groups."""
    if plan is not None:
        return {
            "first_on": plan.first_on,
            "groups": plan.groups_planned,
            "hours": plan.hours_per_month,
            "settings": plan.settings,
            "beside": plan.beside,
            "needs": plan.needs,
            "note": plan.note,
        }
    if application is None:
        return {}
    return {
        "groups": max(1, min(application.groups_planned, MOST_GROUPS)),
        "hours": max(1, min(round(application.hours_per_year / 12), MOST_HOURS)),
    }


class FollowUpForm(_Sent):
    progress = _one(_("How is it going with your first groups?"), Progress)
    hindrances = _several(_("What stands in the way?"), Hindrance, required=False)
    help_wanted = _several(_("What would help?"), Help, required=False)
    note = _note(_("No names, nobody’s story."))

    field_order = ("progress", "hindrances", "help_wanted", "note")

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        return Said(
            progress=Progress(given["progress"]),
            hindrances=tuple(given["hindrances"]),
            help_wanted=tuple(given["help_wanted"]),
            note=given["note"],
            confirmation=given["confirmation"],
        )


def said_before(answer: FollowUp | None, done: Done) -> dict:
    """What the form begins with: what was answered already, else what Relay knows."""
    if answer is None:
        return {"progress": Progress.BEGUN} if done.total else {}
    return {
        "progress": answer.progress,
        "hindrances": answer.hindrances,
        "help_wanted": answer.help_wanted,
        "note": answer.note,
    }
