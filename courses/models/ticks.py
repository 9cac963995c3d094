from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.courses import Activity
from courses.models.enrolments import Enrolment


class ChecklistTicks(models.Model):
    """Which items of a checklist a learner has ticked, for themselves.

    `ticked` are ids of items, the same in every language. They stand for the learner's
    own steps, and are shown to nobody else.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="ticks"
    )
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=40)
    ticked = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ticks in a checklist")
        verbose_name_plural = _("ticks in checklists")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "activity", "part"], name="ticks_once_per_checklist"
            )
        ]

    def __str__(self) -> str:
        return self.part
