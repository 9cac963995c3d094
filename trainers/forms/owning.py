"""What a programme owner fills in."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import User
from trainers.domain.periods import accredited_on
from trainers.enums import SuspensionReason


class SuspensionForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=SuspensionReason.choices)
    is_interim = forms.BooleanField(
        label=_("As an interim measure they may not train from today on."),
        required=False,
    )
    review_on = forms.DateField(
        label=_("Look at it again on"),
        help_text=_("Empty: after the days that the programme says."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )


class AppointForm(forms.Form):
    """Among the trainers who may lead the programme today."""

    person = forms.ModelChoiceField(label=_("Trainer"), queryset=User.objects.none())
    language = forms.ChoiceField(label=_("Language"))
    briefed_on = forms.DateField(
        label=_("Briefed as an assessor on"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        self.fields["person"].queryset = accredited_on(programme, timezone.localdate())
        self.fields["language"].choices = [
            (code, names.get(code, code)) for code in programme.languages
        ]
