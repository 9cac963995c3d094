from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.enums import DatePrecision
from lms.publishing import CheckedWhenLiveMixin
from organisations.models import Organisation


class Fact(
    CheckedWhenLiveMixin,
    WorkflowMixin,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    models.Model,
):
    """A teachable statement with its source and dates (ETHICS N9)."""

    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    key = models.SlugField(_("key"), max_length=60)
    text = models.TextField(_("statement"))
    source_key = models.CharField(_("source key"), max_length=12, blank=True)
    source_title = models.CharField(_("source"), max_length=255)
    source_url = models.URLField(_("address of the source"), blank=True)
    source_date = models.DateField(_("date of the source"))
    source_date_precision = models.CharField(
        _("precision of that date"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.DAY,
    )
    valid_from = models.DateField(_("valid from"))
    review_by = models.DateField(_("review before"))
    superseded_by = models.ForeignKey(
        "self",
        verbose_name=_("superseded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    # A law has a title and an address in each language; its date is one.
    translatable_fields = [
        SynchronizedField("owner", overridable=False),
        SynchronizedField("key", overridable=False),
        TranslatableField("text"),
        SynchronizedField("source_key", overridable=False),
        TranslatableField("source_title"),
        SynchronizedField("source_url"),
        SynchronizedField("source_date", overridable=False),
        SynchronizedField("source_date_precision", overridable=False),
        SynchronizedField("valid_from", overridable=False),
        SynchronizedField("review_by", overridable=False),
        TranslatableField("superseded_by"),
    ]

    reviewed_besides: ClassVar = ["source_key", "source_url", "source_date"]

    class Meta(TranslatableMixin.Meta):
        ordering = ["key"]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key", "locale"], name="fact_key_once_per_language"
            ),
            models.CheckConstraint(
                condition=Q(review_by__gt=F("valid_from")),
                name="fact_reviewed_after_valid_from",
                violation_error_message=_(
                    "The review date must be after the date it is valid from."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80] or self.key

    @property
    def is_stale(self) -> bool:
        return self.is_stale_on(timezone.localdate())

    def is_stale_on(self, day: date) -> bool:
        """Whether its review is late on a day; the review date itself is in time."""
        return self.review_by < day

    def get_preview_template(self, request, mode_name) -> str:
        return "courses/preview/fact.html"
