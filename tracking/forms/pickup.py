from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.forms.fields import SectorField
from organisations.models import Organisation
from tracking.models import Pickup


class PickupForm(forms.ModelForm):
    """How an organisation's staff lists are fetched from its folder."""

    sector = SectorField(
        label=_("Sector of new people whose line says none"), required=False
    )

    class Meta:
        model = Pickup
        fields = ["is_on", "is_everybody", "sector", "carries_out", "most_percent"]


class PickupOfForm(forms.Form):
    """Whose lists are to be fetched."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        to_field_name="code",
        label=_("Organisation"),
        empty_label=_("Choose from the list"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = Organisation.objects.filter(is_active=True)
        self.fields["organisation"].queryset = found.order_by("name")
