from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from organisations.models import Organisation


class Provider(ClusterableModel):
    """A body that gives courses: an organisation of Relay, or one from outside."""

    name = models.CharField(_("name"), max_length=160)
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("kept by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("which organisation it is"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: a body that has no place here."),
    )
    website = models.URLField(_("website"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="provider_once_per_owner",
                violation_error_message=_("There is a provider of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Recognition(models.Model):
    """That an authority recognises a provider; both days count."""

    provider = ParentalKey(
        Provider, on_delete=models.CASCADE, related_name="recognitions"
    )
    authority = models.CharField(_("authority"), max_length=160)
    number = models.CharField(_("number"), max_length=60, blank=True)
    territory = models.CharField(_("territory"), max_length=80, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(
        pgettext_lazy("last day", "valid until"), null=True, blank=True
    )
    proof = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("proof"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["-valid_from", "authority"]
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="recognition_ends_after_start",
                violation_error_message=_("The end must be after the beginning."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.number}".strip()

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and not self.is_past(day)

    def is_past(self, day: date) -> bool:
        return self.valid_until is not None and self.valid_until < day
