from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.domain.flags import FlagTerms
from organisations.enums import FlagKind
from organisations.forms.memberships import DayField
from organisations.models import Organisation


class FlagForm(forms.Form):
    """What part of an organisation takes part in a pilot, or is paid by what."""

    place = forms.ModelChoiceField(
        label=_("Where"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        empty_label=None,
        help_text=_("It counts for everybody there and below it."),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=FlagKind.choices)
    name = forms.CharField(
        label=_("Name of the pilot or the funding line"),
        max_length=80,
        help_text=_("The same name everywhere makes one report. Name no person."),
    )
    starts_on = DayField(label=_("First day"), initial=timezone.localdate)
    ends_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty while no end is known."),
    )

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Organisation.objects.within(
            organisation
        ).order_by("path")
        self.fields["place"].initial = organisation.code

    @property
    def terms(self) -> FlagTerms:
        """What was asked for, of a form that is valid."""
        terms = {key: one for key, one in self.cleaned_data.items() if key != "place"}
        return FlagTerms(**terms)


class FlagEndForm(forms.Form):
    """Until when it stands."""

    last_day = DayField(label=_("Last day"))
