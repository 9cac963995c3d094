import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.enums import CorrectionState
from certificates.models.register import Certificate


class CorrectionQuerySet(models.QuerySet):
    def waiting(self):
        """Nobody has decided on them yet."""
        return self.filter(state=CorrectionState.WAITING)


class CorrectionRequest(models.Model):
    """A holder says how the name on a certificate should read, and the issuer decides.

    `reason` says why it was refused, in words for the holder; "" otherwise. `decided_at`
    and `decided_by` are None as long as it waits.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="correction_requests"
    )
    asked_name = models.CharField(_("name as it should be"), max_length=120)
    state = models.CharField(
        max_length=12,
        choices=CorrectionState.choices,
        default=CorrectionState.WAITING,
    )
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=400, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(state=CorrectionState.WAITING),
                name="correction_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=CorrectionState.WAITING, decided_at__isnull=True)
                | ~Q(state=CorrectionState.WAITING) & Q(decided_at__isnull=False),
                name="correction_decided_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.state}"

    @property
    def waits(self) -> bool:
        return self.state == CorrectionState.WAITING
