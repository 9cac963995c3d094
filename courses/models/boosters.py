from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.courses import Course
from courses.models.enrolments import Completion, Enrolment


class BoosterOffer(models.Model):
    """That a person was offered a short practice, some weeks after a course. An offer,
    never an obligation: declining it, or leaving it, changes nothing else."""

    completion = models.OneToOneField(
        Completion, on_delete=models.CASCADE, related_name="booster_offer"
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="booster_offers"
    )
    cycle = models.PositiveSmallIntegerField()
    practice = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("offer to practise")
        verbose_name_plural = _("offers to practise")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "cycle"], name="booster_offered_once_per_cycle"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.cycle}"


class BoosterRefusal(models.Model):
    """That a person wants no offers to practise."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("wish for no offers to practise")
        verbose_name_plural = _("wishes for no offers to practise")

    def __str__(self) -> str:
        return str(self.user_id)
