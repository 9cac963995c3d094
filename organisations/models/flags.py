import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from organisations.enums import FlagKind
from organisations.models.organisations import Organisation


class FlagQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those on organisations that one coordinates, and on what is below them."""
        return self.filter(
            organisation__in=Organisation.objects.coordinated_by(user).values("pk")
        )

    def standing(self):
        """Those that nobody took back."""
        return self.filter(withdrawn_at=None)


class Flag(models.Model):
    """That everybody at an organisation, and below it, takes part in a pilot, or is
    trained on a funding line, from `starts_on` to `ends_on`, both included (None: no end
    is known). Written by organisations.domain.flags only."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="flags"
    )
    kind = models.CharField(max_length=8, choices=FlagKind.choices)
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "starts_on", "pk"]
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="flag_ends_after_start",
            ),
            models.UniqueConstraint(
                "organisation",
                "kind",
                Lower("name"),
                "starts_on",
                condition=Q(withdrawn_at=None),
                name="flag_once_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"

    def meets(self, first: date, last: date | None) -> bool:
        """Whether it stands on any of some days; None: without end."""
        return (self.ends_on is None or first <= self.ends_on) and (
            last is None or self.starts_on <= last
        )
