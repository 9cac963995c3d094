from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interop.domain.tokens import LONGEST
from interop.enums import Scope
from organisations.forms.fields import SectorField
from organisations.forms.memberships import DayField


class TokenForm(forms.Form):
    """What a program is let in for, and until when."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("What the program is, so that you know it again: “Entra ID”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may the program do?"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the program may do.")},
    )
    sector = SectorField(
        label=_("Sector of people whom the directory brings"),
        required=False,
        help_text=_("Needed for a directory. People can change it themselves."),
    )
    with_mails = forms.BooleanField(
        label=_("Write to new people how they come in"), required=False, initial=True
    )
    last_day = DayField(
        label=_("Last day"),
        help_text=_("The key opens nothing after this day. At most two years ahead."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["last_day"].initial = today + min(timedelta(days=365), LONGEST)
