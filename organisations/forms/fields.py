"""Fields that more than one form asks for."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from organisations.domain.people import clean_printed_name
from organisations.models import Sector


class PrintedNameField(forms.CharField):
    """A name as it will stand on a certificate."""

    def __init__(self, **kwargs):
        defaults = {
            "label": _("Your name, as it should stand on your certificate"),
            "max_length": 120,
            "widget": forms.TextInput(attrs={"autocomplete": "name"}),
        }
        super().__init__(**(defaults | kwargs))

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return value
        try:
            return clean_printed_name(value)
        except DomainError as error:
            raise ValidationError(error.message, code=error.code) from error


class SectorField(forms.ModelChoiceField):
    """One of the professional sectors, by its name in the language of the page."""

    def __init__(self, **kwargs):
        defaults = {
            "queryset": Sector.objects.all(),
            "label": _("Where do you work?"),
            "empty_label": _("Choose a sector"),
        }
        super().__init__(**(defaults | kwargs))


class LanguageField(forms.ChoiceField):
    """One of the languages of the interface, each under its own name."""

    def __init__(self, **kwargs):
        defaults = {
            "choices": list(settings.RELAY_LANGUAGE_NAMES.items()),
            "label": _("Language of your mails and courses"),
        }
        super().__init__(**(defaults | kwargs))


class StaySignedInField(forms.BooleanField):
    """Off unless asked for: many of our readers share a computer."""

    def __init__(self, **kwargs):
        defaults = {
            "label": _("This is my own device: keep me signed in"),
            "required": False,
        }
        super().__init__(**(defaults | kwargs))
