from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quizzes.models.banks import Question


class NotDuplicate(models.Model):
    """Two questions that ask nearly the same in one language, of which somebody said
    that they are no duplicates. `first` is the one with the lesser id.

    The digests are those of the words of both at that time
    (quizzes.domain.duplicates.texts.digest_of): it holds for these texts alone.
    """

    first = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    first_digest = models.CharField(max_length=64)
    second_digest = models.CharField(max_length=64)
    put_aside_at = models.DateTimeField()
    put_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-put_aside_at", "-pk"]
        verbose_name = _("pair that is no duplicate")
        verbose_name_plural = _("pairs that are no duplicates")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="not_duplicate_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="not_duplicate_lesser_id_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"
