from django import forms
from django.utils.translation import gettext_lazy as _


class WordingReasonForm(forms.Form):
    """Why a text keeps a word or a hard sentence. The domain knows what is enough."""

    reason = forms.CharField(
        label=_("Why it stays"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )
