from django.db import models
from django.db.models import Q

from certificates.models.register import Certificate

# Bits in one status list: the least the standard allows, so that asking for a list
# tells its keeper nothing about whose badge is being looked at.
LIST_LENGTH = 131_072


class BadgeIndex(models.Model):
    """The bit of a certificate in the status lists: drawn once, never given again."""

    certificate = models.OneToOneField(
        Certificate,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="badge_index",
    )
    # Lists are counted from 1. The same place holds in each purpose's list.
    list = models.PositiveIntegerField()
    index = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "index"], name="badge_index_once"),
            models.CheckConstraint(
                condition=Q(list__gte=1, index__lt=LIST_LENGTH),
                name="badge_index_within_list",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list}/{self.index}"
