"""What learners answer in polls, so kept that nobody can say who answered what."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.courses import Activity

# How many people at least stand behind every figure that is shown, and behind every
# difference between a figure and the one shown before it (ETHICS P4, P6).
COHORT = 8


class PollAnswer(models.Model):
    """One answer. `voter` follows from the person and the poll by a secret of the
    server, so that the row cannot be joined to anybody without it. There is no time and
    no running number, by which it could be laid beside who was where when.

    `published` is the option with which the answer is counted in the figures shown;
    "" while it is not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=40)
    voter = models.CharField(max_length=64)
    option = models.CharField(max_length=40)
    published = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("answer in a poll")
        verbose_name_plural = _("answers in polls")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "part", "voter"], name="poll_answer_once_per_voter"
            )
        ]

    def __str__(self) -> str:
        return self.part


class PollResult(models.Model):
    """The figures of a poll that are shown: `counts` is {option: answers}."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=40)
    counts = models.JSONField(default=dict)
    total = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("result of a poll")
        verbose_name_plural = _("results of polls")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "part"], name="poll_result_once"
            ),
            models.CheckConstraint(
                condition=Q(total__gte=COHORT), name="poll_result_of_enough_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.total}"
