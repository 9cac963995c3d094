"""What somebody fills in to plan a training session, and to come to one."""

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from organisations.domain.naming import labels_of
from organisations.models import Sector, User
from trainers.domain.in_course.teaching import courses_to_teach
from trainers.domain.sessions.plans import (
    MOST_BLOCKS,
    MOST_TEXT,
    MOST_TITLE,
    Plan,
    PlannedBlock,
)
from trainers.enums import Audience
from trainers.forms.by_name import OrganisationByName
from trainers.forms.taught import modules_to_choose
from trainers.models.sessions import MOST_PLACES

SPARE_BLOCKS, SPARE_PLACES = 3, 3


class BlockForm(forms.Form):
    """A block; a row without a day is none."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    begins = forms.TimeField(
        label=_("Begins at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=_("Ends at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    title = forms.CharField(label=_("What it is called"), max_length=80, required=False)
    place = forms.CharField(
        label=_("Place, if another"), max_length=160, required=False
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @property
    def block(self) -> PlannedBlock:
        given = self.cleaned_data
        begins = _moment(given["day"], given["begins"])
        ends = _moment(given["day"], given["ends"])
        if ends <= begins:
            # Into the night.
            ends = _moment(given["day"] + timedelta(days=1), given["ends"])
        return PlannedBlock(
            begins, ends, given["title"], given["place"], given.get("key")
        )


class PlacesForm(forms.Form):
    """An organisation whose people may come; an empty row is none."""

    organisation = OrganisationByName(label=_("Organisation"))
    seats = forms.IntegerField(
        label=_("Places at most"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
    )


class SessionForm(forms.Form):
    """A training session; its blocks and organisations are rows of their own."""

    title = forms.CharField(label=_("Title"), max_length=MOST_TITLE)
    about = forms.CharField(
        label=_("What it is about"),
        help_text=_("Told to those who may come. No names, no details of a person."),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language"))
    lead = forms.ModelChoiceField(
        label=_("Lead"),
        help_text=_("Accredited for the programme and language on each of its days."),
        queryset=None,
        required=False,
    )
    co_facilitators = forms.ModelMultipleChoiceField(
        label=_("Co-facilitators"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    link = forms.URLField(
        label=_("Link to the online meeting"),
        help_text=_("Told only to those who have a place."),
        required=False,
        assume_scheme="https",
    )
    capacity = forms.IntegerField(
        label=_("Places"), min_value=1, max_value=MOST_PLACES, initial=15
    )
    audience = forms.ChoiceField(
        label=_("Who may sign up"),
        choices=Audience.choices,
        initial=Audience.STAFF,
        widget=forms.RadioSelect,
    )
    sectors = forms.ModelMultipleChoiceField(
        label=_("Sectors"),
        help_text=_("None chosen: for all of them."),
        queryset=Sector.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    modules = forms.MultipleChoiceField(
        label=_("Modules that are taught"),
        help_text=_(
            "Of one course: a base course of the programme, or one of its owner that is "
            "taught in sessions. None chosen: no course."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    materials = forms.CharField(
        label=_("Materials"),
        help_text=_("One on each line: what is needed in the room."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    confirmation = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, programme, trainers, plan=None, **kwargs):
        """`trainers` are those to choose from; `plan` is what there is."""
        known = []
        if plan:
            kwargs["initial"] = _initial(plan) | kwargs.get("initial", {})
            known = [one.pk for one in (plan.lead, *plan.co_facilitators) if one]
        super().__init__(data, **kwargs)
        names = dict(settings.LANGUAGES)
        self.fields["language"].choices = [
            (code, names.get(code, code)) for code in programme.languages
        ]
        chosen = User.objects.filter(
            Q(pk__in=trainers.values("pk")) | Q(pk__in=known)
        ).order_by("printed_name", "pk")
        for name in ("lead", "co_facilitators"):
            self.fields[name].queryset = chosen
        self.fields["sectors"].queryset = Sector.objects.all()
        taught = courses_to_teach(programme, kept=plan.course if plan else None)
        self.fields["modules"].choices = modules_to_choose(taught)
        if plan and plan.course and not plan.modules:
            # Without a choice it teaches all of them.
            self.initial["modules"] = [
                f"{one.course.code}/{module['key']}"
                for one in taught
                if one.course == plan.course
                for module in one.outline.modules
            ]
        if not self.fields["modules"].choices:
            del self.fields["modules"]
        self.blocks = _rows(BlockForm, "blocks", data, _blocks_of(plan), SPARE_BLOCKS)
        self.places = _rows(PlacesForm, "places", data, _places_of(plan), SPARE_PLACES)

    def clean(self):
        given = super().clean()
        if len({one.split("/")[0] for one in given.get("modules", ())}) > 1:
            self.add_error("modules", _("Choose modules of one course."))
        return given

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.blocks.is_valid(), self.places.is_valid()])

    @property
    def plan(self) -> Plan:
        given = {**self.cleaned_data}
        modules = given.pop("modules", [])
        courses = {one.split("/")[0] for one in modules}
        return Plan(
            **{
                **given,
                "audience": Audience(given["audience"]),
                "sectors": tuple(given["sectors"]),
                "co_facilitators": tuple(given["co_facilitators"]),
            },
            course=Course.objects.get(code=courses.pop()) if courses else None,
            modules=tuple(one.split("/")[1] for one in modules),
            blocks=tuple(
                one.block for one in _kept(self.blocks) if one.cleaned_data.get("day")
            ),
            places=tuple(
                (one.cleaned_data["organisation"], one.cleaned_data["seats"])
                for one in _kept(self.places)
                if one.cleaned_data.get("organisation")
            ),
        )


class GuestForm(forms.Form):
    """How a guest is called, and where the link goes."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "You get a link to confirm. Your name and address are forgotten 30 days "
            "after the session."
        ),
    )


def _rows(form, prefix: str, data, initial: list[dict], spare: int):
    """Rows that there are, which can be taken out, and some to fill."""
    formset = forms.formset_factory(
        form,
        extra=spare,
        can_delete=True,
        can_delete_extra=False,
        max_num=MOST_BLOCKS,
        absolute_max=MOST_BLOCKS + spare,
    )
    return formset(data, prefix=prefix, initial=initial)


def _kept(formset) -> list:
    return [one for one in formset if not one.cleaned_data.get("DELETE")]


def _moment(day, time) -> datetime:
    return timezone.make_aware(datetime.combine(day, time))


def _initial(plan: Plan) -> dict:
    names = (
        "title",
        "about",
        "language",
        "lead",
        "place",
        "link",
        "capacity",
        "audience",
        "materials",
        "confirmation",
    )
    modules = [f"{plan.course.code}/{key}" for key in plan.modules if plan.course]
    return {name: getattr(plan, name) for name in names} | {
        "co_facilitators": list(plan.co_facilitators),
        "sectors": list(plan.sectors),
        "modules": modules,
    }


def _blocks_of(plan: Plan | None) -> list[dict]:
    return [
        {
            "day": timezone.localdate(one.starts_at),
            "begins": timezone.localtime(one.starts_at).time(),
            "ends": timezone.localtime(one.ends_at).time(),
            "title": one.title,
            "place": one.place,
            "key": one.key,
        }
        for one in (plan.blocks if plan else ())
    ]


def _places_of(plan: Plan | None) -> list[dict]:
    places = plan.places if plan else ()
    # Read once for all rows.
    labels = labels_of(OrganisationByName.rows()) if places else {}
    return [
        {"organisation": labels.get(body.pk, body.name), "seats": seats}
        for body, seats in places
    ]
