from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from organisations.domain.corrections import Facts
from organisations.domain.employers import parts_of
from organisations.domain.line_managers import colleague_named
from organisations.enums import CorrectionReason, Role
from organisations.models import Organisation


class DayField(forms.DateField):
    """A day, as browsers ask for one."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CorrectionForm(forms.Form):
    """What a membership says, to be put right."""

    function = forms.CharField(
        label=_("Function"),
        max_length=80,
        required=False,
        help_text=_(
            "The work, such as neighbourhood officer. Nothing about the person."
        ),
    )
    badge_number = forms.CharField(
        label=_("Badge number"), max_length=40, required=False
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(
        label=_("First day no longer there"),
        required=False,
        help_text=_("Empty while no end is known."),
    )
    reason = forms.ChoiceField(
        label=_("Why a day was wrong"),
        choices=[("", _("No day changes")), *CorrectionReason.choices],
        required=False,
    )

    @property
    def facts(self) -> Facts:
        data = self.cleaned_data
        return Facts(
            " ".join(data["function"].split()),
            data["badge_number"].strip(),
            data["starts_on"],
            data["ends_on"],
        )


class MoveForm(forms.Form):
    """Where within the employer somebody goes on, and from when."""

    to = forms.ModelChoiceField(
        label=_("New place"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose from the list"),
    )
    on = DayField(label=_("First day there"))

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = places
        self.fields["on"].initial = timezone.localdate()


class AppointForm(forms.Form):
    """A role besides the one somebody has, and from when until when."""

    role = forms.ChoiceField(label=_("Role"))
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(
        label=_("First day no longer there"),
        required=False,
        help_text=_("A deputy needs one; a coordinator may stay without."),
    )

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        given = [role for role in roles if role != Role.LEARNER]
        self.fields["role"].choices = [(role.value, role.label) for role in given]
        self.fields["starts_on"].initial = timezone.localdate()


class LineManagerForm(forms.Form):
    """Who leads somebody's work, named by an address or as printed; empty: nobody."""

    manager = forms.CharField(
        label=_("Line manager"),
        required=False,
        help_text=_(
            "An e-mail address, or the name as printed on certificates, of somebody who "
            "belongs to you. Empty: nobody is named here."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self._organisation = organisation

    def clean_manager(self):
        text = " ".join(self.cleaned_data["manager"].split())
        if not text:
            return None
        try:
            return colleague_named(text, self._organisation, timezone.localdate())
        except DomainError as error:
            raise forms.ValidationError(error.message, code=error.code) from error


class PlaceManagerForm(LineManagerForm):
    """Who leads everybody at a part of an organisation."""

    place = forms.ModelChoiceField(
        label=_("Where"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        empty_label=None,
        help_text=_("It counts for everybody there of whom nothing else is said."),
    )
    field_order = ["place", "manager"]

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, organisation=organisation, **kwargs)
        self.fields["place"].queryset = parts_of(organisation).order_by("path")
        self.fields["place"].initial = organisation.code
