from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.enums import MoreTime


class ExtraTime(models.Model):
    """That somebody wants more time, in every quiz that has a limit.

    The person says so themselves, and not why: there is no field for a reason, and
    nobody else sees the row (ETHICS P3).
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="extra_time"
    )
    amount = models.CharField(
        _("more time"), max_length=10, choices=MoreTime.choices[1:]
    )

    class Meta:
        verbose_name = _("extra time")
        verbose_name_plural = _("extra time")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__in=MoreTime.values[1:]),
                name="extra_time_is_an_amount",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.amount}"
