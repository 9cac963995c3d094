from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from media.enums import TranscodingState


def smaller_path(instance, filename: str) -> str:
    return f"recordings/{uuid4().hex}/{filename}"


def poster_path(instance, filename: str) -> str:
    return f"posters/{uuid4().hex}/{filename}"


class Transcoding(models.Model):
    """What was made of one uploaded recording, and what is known of it since.

    Named by its file, not by the recording: drafts and what is published each have
    theirs, and going back to an older version finds what was made of it.
    """

    source = models.CharField(_("file"), max_length=255, unique=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=TranscodingState.choices,
        default=TranscodingState.WAITING,
    )
    bytes = models.PositiveBigIntegerField(_("size"), default=0)
    seconds = models.PositiveIntegerField(_("length in seconds"), default=0)
    small = models.FileField(_("smaller video"), upload_to=smaller_path, blank=True)
    sound = models.FileField(_("sound alone"), upload_to=smaller_path, blank=True)
    poster = models.FileField(_("first picture"), upload_to=poster_path, blank=True)
    began_at = models.DateTimeField(_("begun"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("smaller files of a recording")
        verbose_name_plural = _("smaller files of recordings")

    def __str__(self) -> str:
        return self.source
