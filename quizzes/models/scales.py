import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.banks import QuestionVersion

# How many people at least stand behind every figure that is shown, and behind every
# difference between a figure and the one shown before it (ETHICS P4, P6).
COHORT = 8


class ScaleAnswer(models.Model):
    """What somebody chose on a scale in a quiz. Nothing leads from it to who that was:
    no key to a person, an attempt or a question of one, no time but the year, and an id
    that is drawn and so says nothing about the order.

    `published` answers are in the figures that authors see.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, related_name="+"
    )
    step = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    published = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("answer on a scale")
        verbose_name_plural = _("answers on scales")

    def __str__(self) -> str:
        return f"{self.version_id} {self.year}"
