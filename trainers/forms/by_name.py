"""Organisations that somebody types, with a list of suggestions."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from organisations.domain.naming import LONGEST_LABEL, labels_of, organisation_called
from organisations.enums import Level
from organisations.models import Organisation


class OrganisationByName(forms.CharField):
    """An organisation written as the list of suggestions has it; None for nothing. A
    name that several have is refused, and says what to write."""

    default_error_messages = {
        "unknown": _("No organisation is called this. Choose one from the list.")
    }

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": LONGEST_LABEL, "required": False, **kwargs})
        self.widget.attrs.update({"list": "organisations", "autocomplete": "off"})

    @staticmethod
    def rows() -> QuerySet[Organisation]:
        """Those that can be meant."""
        return Organisation.objects.filter(is_active=True)

    def prepare_value(self, value):
        if isinstance(value, Organisation):
            return labels_of(self.rows()).get(value.pk, value.name)
        return value

    def clean(self, value):
        said = super().clean(value)
        if not said:
            return None
        try:
            found = organisation_called(said, self.rows())
        except DomainError as problem:
            raise forms.ValidationError(problem.message, code=problem.code) from None
        if found is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return found


class MunicipalityByName(OrganisationByName):
    default_error_messages = {
        "unknown": _("No municipality is called this. Choose one from the list.")
    }

    @staticmethod
    def rows() -> QuerySet[Organisation]:
        return OrganisationByName.rows().filter(level=Level.MUNICIPALITY)


def organisations() -> list[str]:
    """What OrganisationByName suggests. It takes departments too, which are many."""
    labels = labels_of(OrganisationByName.rows())
    departments = Organisation.objects.filter(level=Level.DEPARTMENT)
    left_out = set(departments.values_list("pk", flat=True))
    return [label for pk, label in labels.items() if pk not in left_out]


def municipalities() -> list[str]:
    """What MunicipalityByName suggests."""
    return list(labels_of(MunicipalityByName.rows()).values())
