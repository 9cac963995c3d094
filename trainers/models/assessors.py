from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from trainers.models.programmes import TrainerProgramme
from trainers.models.rubrics import Calibration


class AppointmentQuerySet(models.QuerySet):
    def on(self, day):
        """Those that hold on a day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day).filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        )


class AssessorAppointment(models.Model):
    """That somebody assesses trainers of a programme in a language (A), from one day to
    another, both counted. `ended_on` is the first day on which it holds no more though
    its last one has not come; None where it ran its course."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        TrainerProgramme, on_delete=models.PROTECT, related_name="assessors"
    )
    language = models.CharField(max_length=5)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_on = models.DateField(null=True)
    calibration = models.ForeignKey(
        Calibration, on_delete=models.PROTECT, related_name="+"
    )
    briefed_on = models.DateField(_("briefed on"))
    appointed_at = models.DateTimeField()
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("appointment of an assessor")
        verbose_name_plural = _("appointments of assessors")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(appointed_by=F("person")),
                name="appointment_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.programme_id} {self.language}"

    def delete(self, *args, **kwargs):
        raise DomainError(_("What was signed stays written down."))
