"""The questionnaire on what training an organisation needs: choices and numbers."""

import uuid

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.errors import DomainError
from organisations.models import Sector
from trainers.domain.naming import programme_name
from trainers.domain.requests.needs import (
    LANGUAGES,
    MOST_CANDIDATES,
    MOST_GROUPS,
    MOST_HOURS,
    MOST_PEOPLE,
    NO_STAFF,
    REMARK_MOST,
    Needs,
    Staff,
    refuse_unusable,
)
from trainers.enums import Held, Venue, Want
from trainers.models import TrainerProgramme


class ProgrammeField(forms.ModelChoiceField):
    def label_from_instance(self, programme) -> str:
        return str(programme_name(programme))


def _number(label, *, most, help_text="", least=0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=most,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class NeedsForm(forms.Form):
    """Bound to `needs` it shows those answers; `organisations` are those the person may
    ask for."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=None
    )
    programme = ProgrammeField(
        label=gettext_lazy("Programme"),
        help_text=gettext_lazy("Empty: you do not know yet."),
        queryset=TrainerProgramme.objects.all(),
        required=False,
    )
    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("What do you want?"),
        choices=Want.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Hours that can be freed per person"),
        help_text=gettext_lazy(
            "In the period below. The base course takes about five hours, the workshop "
            "three."
        ),
        min_value=1,
        max_value=MOST_HOURS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    venue = forms.ChoiceField(
        label=gettext_lazy("Place for a group"),
        choices=Venue.choices,
        widget=forms.RadioSelect,
    )
    starts_on = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"})
    )
    young_groups = _number(
        gettext_lazy("Groups of young people planned"), most=MOST_GROUPS
    )
    parent_groups = _number(
        gettext_lazy("Groups of parents and carers planned"), most=MOST_GROUPS
    )
    candidates = _number(
        gettext_lazy("Colleagues who would become trainers"),
        help_text=gettext_lazy("Empty: two for each language."),
        most=MOST_CANDIDATES,
    )
    own_frontline = forms.MultipleChoiceField(
        label=gettext_lazy("You have trainers for colleagues in"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own_bounce = forms.MultipleChoiceField(
        label=gettext_lazy("You have BOUNCEup trainers in"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        help_text=gettext_lazy("No names, no details of a person."),
        max_length=REMARK_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    confirmation = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, organisations, needs: Needs | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        names = dict(settings.LANGUAGES)
        languages = [(one, names.get(one, one)) for one in LANGUAGES]
        for name in ("own_frontline", "own_bounce"):
            self.fields[name].choices = languages
        self._sectors = list(Sector.objects.exclude(pk=NO_STAFF))
        for sector in self._sectors:
            self.fields[f"people_{sector.pk}"] = _number(
                _("%(sector)s: how many people") % {"sector": sector},
                most=MOST_PEOPLE,
            )
            self.fields[f"held_{sector.pk}"] = forms.ChoiceField(
                label=_("%(sector)s: what most have done") % {"sector": sector},
                choices=Held.choices,
                required=False,
            )
        for code, name in languages:
            self.fields[f"speak_{code}"] = _number(
                _("People who follow it in %(language)s") % {"language": str(name)},
                most=MOST_PEOPLE,
            )
        self._languages = languages
        if not self.is_bound:
            self.initial = {"key": uuid.uuid4(), **_initial(needs), **self.initial}

    def clean_remark(self) -> str:
        # As it is kept, so that a confirmation is that of this very text.
        return self.cleaned_data["remark"].replace("\r\n", "\n")

    def clean(self):
        given = super().clean()
        if not self.errors:
            try:
                refuse_unusable(self.needs)
            except DomainError as problem:
                self.add_error(None, problem.message)
        return given

    @property
    def needs(self) -> Needs:
        given = self.cleaned_data
        return Needs(
            staff=tuple(
                Staff(
                    sector.pk,
                    given[f"people_{sector.pk}"],
                    Held(given[f"held_{sector.pk}"] or Held.NOTHING),
                )
                for sector in self._sectors
                if given.get(f"people_{sector.pk}")
            ),
            wanted=tuple(Want(one) for one in given["wanted"]),
            speakers=tuple(
                (code, given[f"speak_{code}"])
                for code, _name in self._languages
                if given.get(f"speak_{code}")
            ),
            hours=given["hours"],
            venue=Venue(given["venue"]),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            young_groups=given["young_groups"] or 0,
            parent_groups=given["parent_groups"] or 0,
            candidates=given["candidates"] or 0,
            own_frontline=tuple(given["own_frontline"]),
            own_bounce=tuple(given["own_bounce"]),
            remark=given["remark"],
        )

    @property
    def parts(self) -> list[dict]:
        """The questions in groups: of each its heading, a hint, and its fields."""
        return [
            self._part(_("What is asked for"), "organisation programme wanted"),
            self._part(
                _("Who it is for"),
                " ".join(f"people_{one.pk} held_{one.pk}" for one in self._sectors),
                hint=_("Fill in the sectors that you have. Numbers alone, no names."),
                is_paired=True,
            ),
            self._part(
                _("Languages"),
                " ".join(f"speak_{code}" for code, _name in self._languages),
                hint=_("Roughly is enough: groups are formed by these shares."),
            ),
            self._part(
                _("Groups and trainers"),
                "young_groups parent_groups candidates own_frontline own_bounce",
            ),
            self._part(_("Time and place"), "starts_on ends_on hours venue"),
            self._part(_("Anything else"), "remark"),
        ]

    def _part(self, title: str, names: str, *, hint="", is_paired=False) -> dict:
        return {
            "title": title,
            "hint": hint,
            "is_paired": is_paired,
            "fields": [self[name] for name in names.split() if name in self.fields],
        }


def _initial(needs: Needs | None) -> dict:
    if needs is None:
        return {}
    plain = [
        "hours",
        "venue",
        "starts_on",
        "ends_on",
        "young_groups",
        "parent_groups",
        "candidates",
        "remark",
    ]
    return {
        **{name: getattr(needs, name) for name in plain},
        "wanted": list(needs.wanted),
        "own_frontline": list(needs.own_frontline),
        "own_bounce": list(needs.own_bounce),
        **{f"people_{one.sector}": one.people for one in needs.staff},
        **{f"held_{one.sector}": one.held for one in needs.staff},
        **{f"speak_{code}": number for code, number in needs.speakers},
    }
