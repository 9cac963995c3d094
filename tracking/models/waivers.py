from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models import end_of
from tracking.enums import WaiverKind, WaiverReason
from tracking.models.requirements import Requirement


class WaiverQuerySet(models.QuerySet):
    def given(self, day: date, *, known_at: datetime | None = None):
        """Begun by a day and not withdrawn by its end: what was withdrawn later held
        until then. Where a moment is given, as was known before it."""
        over = min(end_of(day), known_at or end_of(day))
        given = self.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=over),
            starts_on__lte=day,
        )
        return given if known_at is None else given.filter(recorded_at__lt=known_at)

    def to_come(self, day: date):
        """Neither withdrawn nor over on a day, begun or not: those that can still be
        withdrawn."""
        return self.filter(
            Q(last_day__gte=day) | Q(due_on__gte=day), withdrawn_at__isnull=True
        )

    def visible_to(self, user):
        """Those that one may give and withdraw: of what one's organisations ask."""
        return self.filter(requirement__in=Requirement.objects.waivable_by(user))


class Waiver(models.Model):
    """What is asked of everybody is for a time not asked of one person, or later.

    An exemption holds from `starts_on` to `last_day`, both included. An extension holds
    from `starts_on` on and makes `due_on` the last day in time. `withdrawn_at` ends
    either; nothing is deleted. The reason is a neutral code and nothing else, so that
    nobody writes about health (ETHICS P3). Written by tracking.domain.waivers only.
    """

    requirement = models.ForeignKey(
        Requirement, on_delete=models.PROTECT, related_name="waivers"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="waivers"
    )
    kind = models.CharField(max_length=12, choices=WaiverKind.choices)
    reason_code = models.CharField(max_length=20, choices=WaiverReason.choices)
    starts_on = models.DateField()
    last_day = models.DateField(null=True)
    due_on = models.DateField(null=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        indexes = [
            models.Index(fields=["requirement", "user"], name="waiver_of_obligation")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind=WaiverKind.EXEMPTION,
                    last_day__isnull=False,
                    last_day__gte=F("starts_on"),
                    due_on__isnull=True,
                )
                | Q(
                    kind=WaiverKind.EXTENSION,
                    due_on__isnull=False,
                    due_on__gte=F("starts_on"),
                    last_day__isnull=True,
                ),
                name="waiver_has_the_day_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id} {self.requirement_id}"

    @property
    def until(self) -> date:
        """The last day on which it makes a difference."""
        return self.last_day or self.due_on
