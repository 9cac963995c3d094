from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.domain.corrections import Facts
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
