from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AccountMerge(models.Model):
    """That two accounts were one person's: everything of `merged` went over to `kept`.

    Written once, never taken back. `address` is what `merged` was known by, proved or
    not: lists recognise the person by it, nobody comes in by it; "" for an account
    without one. `moved` is {table: how many of its rows went over}.
    """

    kept = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absorbed"
    )
    merged = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="merge"
    )
    address = models.EmailField(_("e-mail address"), blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    moved = models.JSONField(default=dict)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("merge of two accounts")
        verbose_name_plural = _("merges of accounts")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept=F("merged")), name="merge_of_two_accounts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"
