from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from organisations.models import Organisation, Sector


class RequirementQuerySet(models.QuerySet):
    def on(self, day):
        """In force on a date; `ends_on` is the first day without."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day
        )

    def in_force(self, day):
        """Begun by a date and not ended by anybody: what binds people from then on."""
        return self.filter(ends_on__isnull=True, starts_on__lte=day)

    def visible_to(self, user):
        """What the organisations ask whose staff one may see."""
        return self.filter(
            organisation__in=Organisation.objects.visible_to(user).values("pk")
        )


class Requirement(models.Model):
    """An organisation asks a course of its people in a sector.

    Due `due_days` after the person comes into scope; again every `renew_months`
    (None: the validity of the certificate alone decides).
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="requirements"
    )
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="requirements"
    )
    due_days = models.PositiveSmallIntegerField(_("due after (days)"), default=60)
    renew_months = models.PositiveSmallIntegerField(
        _("again after (months)"), null=True, blank=True
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sector", "course"],
                condition=Q(ends_on__isnull=True),
                name="requirement_one_open_per_sector_and_course",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="requirement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.course}, {self.sector_id}"


class ObligationQuerySet(models.QuerySet):
    def on(self, day):
        """Obligations that hold on a date, one per person and requirement."""
        return self.filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=day), starts_on__lte=day
        )

    def visible_to(self, user):
        """Own obligations, and those towards organisations one coordinates."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(user=user)
            | Q(
                requirement__organisation__in=Organisation.objects.visible_to(
                    user
                ).values("pk")
            )
        )


class Obligation(models.Model):
    """One person × requirement × cycle.

    `due_on` is the last day in time. `closed_on` is the first day without: the person
    left scope, or the next cycle began. Written by tracking.domain.obligations only.
    """

    requirement = models.ForeignKey(
        Requirement, on_delete=models.PROTECT, related_name="obligations"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="obligations"
    )
    cycle = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    due_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "user", "cycle"],
                name="obligation_once_per_cycle",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.requirement_id} {self.cycle}"
