from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from media.models.rights import RightsMixin


class MediaImage(RightsMixin, AbstractImage):
    """An image of the media library."""

    # N6: a reviewer says that no visible faith or ethnic cue stands for danger.
    no_danger_cue = models.BooleanField(
        _("no faith or ethnic cue is used as a cue of danger"), default=False
    )

    admin_form_fields = (
        *Image.admin_form_fields,
        "rights_holder",
        "licence",
        "permission_date",
        "no_danger_cue",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class MediaRendition(AbstractRendition):
    image = models.ForeignKey(
        MediaImage, on_delete=models.CASCADE, related_name="renditions"
    )

    def get_upload_to(self, filename: str) -> str:
        """A path that nobody guesses who has not seen the image."""
        folder, _slash, name = super().get_upload_to(filename).rpartition("/")
        return f"{folder}/{self.image.file_hash or uuid4().hex}/{name}"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="media_rendition_unique",
            )
        ]
