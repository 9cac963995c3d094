from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from organisations.models import Organisation, Sector
from tracking.models.knowing import in_force


class RequirementQuerySet(models.QuerySet):
    def on(self, day, *, known_at=None):
        """In force on a date, as was known before a moment where one is given."""
        return self.filter(in_force(day, known_at, until="ends_on", noted="ended_at"))

    def in_force(self, day):
        """Begun by a date and not ended by anybody: what binds people from then on."""
        return self.filter(ends_on__isnull=True, starts_on__lte=day)

    def visible_to(self, user):
        """What the organisations ask whose staff one may see."""
        return self.filter(
            organisation__in=Organisation.objects.visible_to(user).values("pk")
        )

    def waivable_by(self, user):
        """Those of which one may exempt others: asked by an organisation that one
        coordinates."""
        own = Organisation.objects.coordinated_by(user)
        return self.filter(organisation__in=own.values("pk"))


class Requirement(models.Model):
    """An organisation asks a course of its people in a sector; where they are named, of
    those with a `function` there (in whatever case) or a `language` alone ("": of all).

    Due on `due_on`, or `due_days` after the person comes into scope where no day is
    named or it is over; late only `grace_days` after that. Again every `renew_months`
    (None: the validity of the certificate alone decides).
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="requirements"
    )
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="requirements"
    )
    function = models.CharField(_("function"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField(_("grace (days)"), default=0)
    due_days = models.PositiveSmallIntegerField(_("due after (days)"), default=60)
    renew_months = models.PositiveSmallIntegerField(
        _("again after (months)"), null=True, blank=True
    )
    starts_on = models.DateField(_("from"))
    # The first day without, and when that was recorded.
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    # What its rows of AcceptedEvidence say, {course id: months or null}: as immutable as
    # they are, and one person's page needs no query for it.
    accepted_within = models.JSONField(default=dict, editable=False)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "sector",
                "course",
                Lower("function"),
                "language",
                condition=Q(ends_on__isnull=True),
                name="requirement_open_once_for_the_same_people",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="requirement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.course}, {self.sector_id}"

    def due_from(self, day: date) -> date:
        """The last day in time of somebody who comes into scope on a day."""
        if self.due_on is not None and day <= self.due_on:
            return self.due_on
        return day + timedelta(days=self.due_days)


class AcceptedEvidence(models.Model):
    """A certificate or attendance statement of another course that meets a requirement
    as well: `within_months` after it was awarded (None: as long as it is valid itself).

    Made with the requirement and never changed: what is accepted otherwise is another
    requirement, from another day on.
    """

    requirement = models.ForeignKey(
        Requirement, on_delete=models.CASCADE, related_name="accepted"
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="accepted_by"
    )
    within_months = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("accepted evidence")
        verbose_name_plural = _("accepted evidence")
        ordering = ["course__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "course"], name="evidence_accepted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course} for {self.requirement_id}"


class ObligationQuerySet(models.QuerySet):
    def on(self, day, *, known_at=None):
        """Obligations that hold on a date, one per person and requirement; where a
        moment is given, as was known before it."""
        return self.filter(
            in_force(day, known_at, until="closed_on", noted="closed_at")
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
    left scope, or the next cycle began; on `starts_on` itself where it turned out that it
    never held. `closed_at` is when that was recorded. Written by tracking.domain.obligations only.
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
    closed_at = models.DateTimeField(null=True, editable=False)
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
