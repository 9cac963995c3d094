"""The field of a form for a proof."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from certificates.domain.proofs import MOST_BYTES, TYPES


class ProofField(forms.FileField):
    """A PDF or picture that shows something, as bytes; None where none was given and none
    is required. What it is says its content, later (certificates.domain.proofs)."""

    def __init__(self, **given):
        accepted = {"accept": ",".join(TYPES.values())}
        super().__init__(**{"widget": forms.FileInput(attrs=accepted), **given})

    def clean(self, data: UploadedFile | None, initial=None) -> bytes | None:
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 5 MB. Make it smaller.")
            )
        return file.read()


def own_proof() -> ProofField:
    """The field in which people say themselves what they did elsewhere."""
    return ProofField(
        label=_("Proof"),
        help_text=_(
            "A certificate or a letter, as PDF, JPEG or PNG, at most 5 MB. Cover the "
            "names of other people. Two programme owners look at it; some months after "
            "the decision it is deleted."
        ),
    )
