from django import forms
from django.utils.translation import gettext_lazy as _

from courses.domain.facts.replacing import candidates
from courses.enums import ReviewState
from courses.models import Fact


class ReviewFilterForm(forms.Form):
    """Which facts the review queue shows; everything to be reviewed, if not asked."""

    state = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("Everything to review")), *ReviewState.choices],
        required=False,
    )

    @property
    def chosen(self) -> str:
        """A ReviewState, or "" for everything; also for a word that is neither."""
        return self.cleaned_data.get("state", "") if self.is_valid() else ""


class ConfirmFactForm(forms.Form):
    """Until when a fact is taken to be true. The domain knows which days will do."""

    until = forms.DateField(label=_("Still true until"))


class FactChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.key}: {obj}"


class ReplaceFactForm(forms.Form):
    """Which fact comes in the place of another."""

    new = FactChoiceField(label=_("New fact"), queryset=Fact.objects.none())

    def __init__(self, *args, old: Fact, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new"].queryset = candidates(old, user=user)
