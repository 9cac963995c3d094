from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.domain.employers import departments_of
from organisations.forms.fields import SectorField
from organisations.models import Organisation
from tracking.domain.coverage import Narrowing
from tracking.domain.listing import ORDERS
from tracking.enums import ListColumn, Standing
from tracking.forms.days import DaysForm

USUAL_COLUMNS = (ListColumn.SECTOR, ListColumn.STANDING, ListColumn.DAY)


class CoverageForm(DaysForm):
    """Which of an organisation's people to look at, and on which day."""

    q = forms.CharField(label=_("Name"), max_length=80, required=False)
    sector = SectorField(
        label=_("Sector"), empty_label=_("Every sector"), required=False
    )
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        empty_label=_("Every department"),
        required=False,
    )
    standing = forms.ChoiceField(
        choices=[("", ""), *Standing.choices],
        required=False,
        widget=forms.HiddenInput,
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=ListColumn.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    course = forms.SlugField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments_of(organisation)

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """The columns to show beside names: those that were chosen, else the usual."""
        return tuple(self.cleaned_data.get("columns") or USUAL_COLUMNS)

    @property
    def seen_columns(self) -> tuple[str, ...] | None:
        """The same; None where the address names one that there is not."""
        return None if "columns" in self.errors else self.shown_columns

    @property
    def narrowing(self) -> Narrowing:
        """What was asked for, as far as it is possible."""
        data = self.cleaned_data
        sector = data.get("sector")
        return Narrowing(
            standing=data.get("standing", ""),
            sector=sector.pk if sector else "",
            department=data.get("department"),
            search=data.get("q", ""),
        )

    @property
    def order(self) -> str:
        """How the list is sorted: a key of ORDERS, "-" in front turns it round."""
        order = self.cleaned_data.get("sort", "")
        return order if order.removeprefix("-") in ORDERS else "standing"
