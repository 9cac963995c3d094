"""The form of a recording, judged at once, also as a draft; the form of a consent."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media.domain.captions import caption_problems
from media.domain.files import most_bytes
from media.domain.recordings import file_problems, length_of
from media.domain.transcoding import ask_for, measured
from media.models import TestimonyConsent
from organisations.forms.content import OwnedModelForm


class RecordingFileInput(forms.ClearableFileInput):
    """Says before anything is sent that a file is too large."""

    class Media:
        js = ["media/recording_upload.js"]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        most = most_bytes()
        context["widget"]["attrs"] |= {
            "data-most-bytes": most,
            "data-too-large": _("This file is too large: the most is %s.")
            % filesizeformat(most),
        }
        return context


class RecordingForm(OwnedModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = _(
                "Video (mp4, webm) or sound (mp3, m4a, ogg), %s at most."
            ) % filesizeformat(most_bytes())

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if "file" in self.changed_data and file:
            for problem in file_problems(file):
                self.add_error("file", problem)
        captions = cleaned.get("captions")
        if "captions" in self.changed_data and captions:
            seconds = self._length(file)
            for problem in caption_problems(captions.read(), seconds=seconds):
                self.add_error("captions", problem)
            captions.seek(0)
        return cleaned

    def _length(self, file) -> int:
        """Of the recording, in seconds; 0 when nobody knows."""
        if "file" in self.changed_data and file:
            found = measured(file)
        else:
            found = length_of(self.instance)
        return found or self.cleaned_data.get("seconds") or 0

    def save(self, commit=True):
        """A draft of what is live is kept as a version alone; its files are stored all
        the same, or the version would name what is nowhere."""
        instance = super().save(commit=commit)
        for holder in (instance, *instance.translations.all()):
            _store_files(holder)
        if instance.file:
            ask_for(instance.file.name)
        return instance


def _store_files(instance) -> None:
    for field in instance._meta.fields:
        if isinstance(field, models.FileField):
            field.pre_save(instance, add=False)


class ConsentForm(forms.ModelForm):
    """What is recorded of a consent. Whether it may be, the domain says."""

    class Meta:
        model = TestimonyConsent
        fields = ["scope", "given_on", "ends_on", "document"]
        widgets = {
            "scope": forms.Textarea(attrs={"rows": 3}),
            "given_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            # Without a link: the document has no address.
            "document": forms.FileInput,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].required = False
        self.fields["document"].help_text = _(
            "PDF or a picture. Kept apart; only those who keep this testimony read it."
        )

    def clean_document(self):
        document = self.cleaned_data.get("document")
        if document and document.size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
            raise ValidationError(
                _("This file is too large: the most is %s.")
                % filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
            )
        return document


class LookForm(forms.Form):
    """An organisation's logo and colour; what is wrong with them the domain says."""

    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, at most 2 MB. It stands beside the name of Relay, on "
            "white. Empty: as it is."
        ),
        required=False,
    )
    without_logo = forms.BooleanField(
        label=gettext_lazy("No logo of our own"), required=False
    )
    accent = forms.CharField(
        label=gettext_lazy("Colour"),
        help_text=gettext_lazy(
            "Of buttons, links and bars, such as #00525c. White text on it has to be "
            "readable. Empty: none of our own."
        ),
        max_length=7,
        required=False,
    )

    def clean_accent(self) -> str:
        accent = self.cleaned_data["accent"].strip()
        return f"#{accent}" if accent and not accent.startswith("#") else accent
