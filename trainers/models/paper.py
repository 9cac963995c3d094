"""Paper sheets of training sessions, as they were photographed or scanned."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.storage import private_storage
from trainers.models.sessions import TrainingSession


class PaperSheet(models.Model):
    """A picture or PDF of a sheet that people signed, beside what was typed from it.

    Names and signatures are on it, so it goes some time after the session, or when it is
    removed: then `file` is "" and `forgotten_at` says when. That it was there stays.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, related_name="sheets"
    )
    file = models.FileField(storage=private_storage, max_length=120, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("paper sheet of a training session")
        verbose_name_plural = _("paper sheets of training sessions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | Q(forgotten_at__isnull=False),
                name="paper_sheet_gone_says_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.added_at:%Y-%m-%d %H:%M}"
