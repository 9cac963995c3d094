from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import TextBlock
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.enums import ExtremismForm
from lms.publishing import CheckedWhenLiveMixin
from media.models import MediaImage
from media.models.rights import RightsMixin
from organisations.models import Organisation


class Symbol(
    CheckedWhenLiveMixin,
    RightsMixin,
    WorkflowMixin,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    models.Model,
):
    """A sign or code that some use for their cause, with what else it means.

    Never shown without its innocent meanings: most people who use a sign mean those
    (ETHICS N3). What it needs to go live is in courses.domain.symbols.
    """

    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    key = models.SlugField(_("key"), max_length=60)
    name = models.CharField(_("name of the sign"), max_length=120)
    written = models.CharField(
        _("as it is written"),
        max_length=40,
        blank=True,
        help_text=_("For a number, a word or a code. Else give an image."),
    )
    image = models.ForeignKey(
        MediaImage,
        verbose_name=_("image"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    image_text = models.CharField(_("what the image shows"), max_length=255, blank=True)
    form = models.CharField(
        _("form of extremism"), max_length=16, choices=ExtremismForm.choices
    )
    period = models.CharField(_("since when, until when"), max_length=120, blank=True)
    region = models.CharField(_("where"), max_length=120, blank=True)
    meaning = models.TextField(_("what those who use it for their cause mean"))
    innocent = StreamField(
        [("meaning", TextBlock(label=_("Innocent meaning"), rows=2))],
        verbose_name=_("what else it means"),
        help_text=_("At least one: most people who use a sign mean something else."),
        blank=True,
    )
    source_title = models.CharField(_("source"), max_length=255)
    source_url = models.URLField(_("address of the source"), blank=True)
    source_date = models.DateField(_("date of the source"))
    review_by = models.DateField(_("review before"))

    translatable_fields = [
        SynchronizedField("owner", overridable=False),
        SynchronizedField("key", overridable=False),
        TranslatableField("name"),
        SynchronizedField("written", overridable=False),
        SynchronizedField("image"),
        TranslatableField("image_text"),
        SynchronizedField("form", overridable=False),
        TranslatableField("period"),
        TranslatableField("region"),
        TranslatableField("meaning"),
        TranslatableField("innocent"),
        TranslatableField("source_title"),
        SynchronizedField("source_url"),
        SynchronizedField("source_date", overridable=False),
        SynchronizedField("review_by", overridable=False),
        SynchronizedField("rights_holder", overridable=False),
        SynchronizedField("licence", overridable=False),
        SynchronizedField("permission_date", overridable=False),
    ]

    reviewed_besides: ClassVar = [
        "written",
        "image",
        "form",
        "source_url",
        "source_date",
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["key"]
        verbose_name = _("symbol")
        verbose_name_plural = _("symbols")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key", "locale"], name="symbol_key_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_preview_template(self, request, mode_name) -> str:
        return "courses/preview/symbol.html"
