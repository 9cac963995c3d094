import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.enums import AppealState
from certificates.models.register import CertificateEvent


class AppealQuerySet(models.QuerySet):
    def waiting(self):
        """Nobody has decided on them yet."""
        return self.filter(state=AppealState.WAITING)


class Appeal(models.Model):
    """A holder does not agree that a certificate was suspended or revoked, and says why.
    Somebody else than who did it decides before `due_at`.

    `statement` is what the holder wrote; "" after it was withdrawn, and some months
    after the decision. `answer` is what they are told; "" where nobody decided.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(
        CertificateEvent, on_delete=models.PROTECT, related_name="appeals"
    )
    statement = models.TextField(pgettext_lazy("appeal", "statement"), blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=AppealState.choices, default=AppealState.WAITING
    )
    # When it was decided, withdrawn or overtaken, and by whom.
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.TextField(_("answer"), blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.UniqueConstraint(
                fields=["event"],
                condition=~Q(state=AppealState.WITHDRAWN),
                name="appeal_once_per_event",
            ),
            models.CheckConstraint(
                condition=Q(state=AppealState.WAITING, closed_at__isnull=True)
                | ~Q(state=AppealState.WAITING) & Q(closed_at__isnull=False),
                name="appeal_closed_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(AppealState.GRANTED, AppealState.DISMISSED))
                | ~Q(answer=""),
                name="appeal_decided_says_why",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("made_at")), name="appeal_due_after_made"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state=AppealState.WAITING),
                name="appeal_waiting_by_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.state}"

    @property
    def waits(self) -> bool:
        return self.state == AppealState.WAITING

    def is_late(self, now: datetime) -> bool:
        """Whether its holder was promised an answer by then, and has none."""
        return self.waits and self.due_at < now
