from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm

from courses.domain.checklist.notes import words_to_think_of
from lms.detector import confirmation_of


class WordsOnceMore(forms.Form):
    """A form that shows what it says that can stigmatise, once: sent again as it is, it
    is taken. `read` names the field that is read for it."""

    read: ClassVar[str]

    warned = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        cleaned = super().clean()
        # Only the form's own: what it is for knows nothing of it.
        warned = cleaned.pop("warned", "")
        text = cleaned.get(self.read, "")
        if warned == confirmation_of(text):
            return cleaned
        if words := words_to_think_of(text):
            self.data = self.data.copy()
            self.data[self.add_prefix("warned")] = confirmation_of(text)
            again = _("Others read this. Change it, or send it once more as it is.")
            self.add_error(self.read, [*words, again])
        return cleaned


class ReviewCommentForm(WordsOnceMore, TaskStateCommentForm):
    """What a reviewer says to whoever asked for the review."""

    read = "comment"


class WithoutReviewForm(WordsOnceMore):
    """Why a correction goes live before anybody reviewed it."""

    read = "reason"

    reason = forms.CharField(
        label=_("Why it cannot wait"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )


class WithdrawTermForm(forms.Form):
    """Why a term goes from the list."""

    reason = forms.CharField(
        label=_("Why it goes"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class WordingReasonForm(forms.Form):
    """Why a text keeps a word or a hard sentence. The domain knows what is enough."""

    reason = forms.CharField(
        label=_("Why it stays"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )
