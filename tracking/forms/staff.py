from django import forms
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from lms.tables import bytes_of
from organisations.forms.fields import SectorField
from organisations.models import Sector
from tracking.domain.staff.sheets import sheet_of_file, sheet_of_text
from tracking.enums import StaffColumn

LEAVE_OUT = "leave_out"


class StaffListForm(forms.Form):
    """A list of the people of an organisation, as a file or as text."""

    file = forms.FileField(
        label=_("A file: CSV or XLSX, at most 5 MB"),
        help_text=_(
            "The first line names the columns. Known are e-mail address, name, first "
            "name, sector, language, function, department, badge number, from and "
            "until, in four languages."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )
    addresses = forms.CharField(
        label=_("Or e-mail addresses, pasted"),
        help_text=_("One on each line, with the name before it or without."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    sector = SectorField(
        label=_("Sector of new people whose line says none"),
        empty_label=_("Each line says it"),
        required=False,
    )
    is_everybody = forms.BooleanField(
        label=_("This list holds everybody: whoever is not in it has left"),
        help_text=_("You see who that is before anything happens."),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sector"].queryset = Sector.objects.filter(gives_certificate=True)

    def clean(self) -> dict:
        """Puts the list into `sheet`; the file where there is one."""
        data = super().clean()
        file, text = data.get("file"), data.get("addresses", "")
        if self.errors:
            return data
        if bool(file) == bool(text.strip()):
            raise forms.ValidationError(_("Choose a file, or paste addresses."))
        try:
            data["sheet"] = (
                sheet_of_file(bytes_of(file)) if file else sheet_of_text(text)
            )
        except DomainError as refusal:
            self.add_error("file" if file else "addresses", refusal.message)
        return data


class ColumnsForm(forms.Form):
    """What the unknown columns of a list mean; each has to be spoken of."""

    def __init__(self, *args, headings: list[tuple], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            ("", _("Choose")),
            *StaffColumn.choices,
            (LEAVE_OUT, _("Leave it out")),
        ]
        for at, heading, examples in headings:
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=heading,
                help_text=", ".join(examples),
                choices=choices,
            )

    @property
    def chosen(self) -> dict[int, StaffColumn | None]:
        """{place: what the column means}, None for one that is left out."""
        return {
            int(name.removeprefix("column_")): (
                None if value == LEAVE_OUT else StaffColumn(value)
            )
            for name, value in self.cleaned_data.items()
        }
