from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, RevisionMixin

from lms.publishing import CheckedWhenLiveMixin, is_to_be_public
from media.models.rights import RightsMixin
from organisations.models import Organisation

WEBVTT = FileExtensionValidator(["vtt"])


def recording_path(instance, filename: str) -> str:
    """A path that nobody guesses who has not seen the recording."""
    return f"recordings/{uuid4().hex}/{filename}"


def captions_path(instance, filename: str) -> str:
    return f"captions/{uuid4().hex}/{filename}"


class Recording(
    CheckedWhenLiveMixin, RightsMixin, DraftStateMixin, RevisionMixin, ClusterableModel
):
    """Sound or video with captions and transcript in its language (ETHICS A3)."""

    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=160)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="nl"
    )
    file = models.FileField(
        _("file"),
        upload_to=recording_path,
        validators=[FileExtensionValidator(["mp4", "webm", "mp3", "m4a", "ogg"])],
    )
    captions = models.FileField(
        _("captions (WebVTT)"),
        upload_to=captions_path,
        blank=True,
        validators=[WEBVTT],
    )
    transcript = models.TextField(_("transcript"), blank=True)
    seconds = models.PositiveIntegerField(
        _("length in seconds"),
        default=0,
        help_text=_("Measured from the file where the server can; else as you say."),
    )

    class Meta:
        ordering = ["title"]
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def __str__(self) -> str:
        return self.title

    @property
    def is_video(self) -> bool:
        return self.file.name.rsplit(".", 1)[-1].lower() in {"mp4", "webm"}

    def clean(self) -> None:
        super().clean()
        if not is_to_be_public(self):
            return
        missing = {}
        if not self.captions:
            missing["captions"] = _("Add captions before you publish.")
        if not self.transcript.strip():
            missing["transcript"] = _("Add a transcript before you publish.")
        if not self.rights_are_complete:
            missing["rights_holder"] = _("Say who holds the rights, and the licence.")
        if missing:
            raise ValidationError(missing)


class RecordingTranslation(models.Model):
    """What is said in a recording, in another language: to read along and to read."""

    recording = ParentalKey(
        Recording, on_delete=models.CASCADE, related_name="translations"
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    captions = models.FileField(
        _("captions (WebVTT)"), upload_to=captions_path, validators=[WEBVTT]
    )
    transcript = models.TextField(_("transcript"))

    class Meta:
        verbose_name = _("translation of a recording")
        verbose_name_plural = _("translations of recordings")
        constraints = [
            models.UniqueConstraint(
                fields=["recording", "language"],
                name="media_recording_translated_once_per_language",
                violation_error_message=_("This language is there twice."),
            )
        ]

    def __str__(self) -> str:
        return self.get_language_display()
