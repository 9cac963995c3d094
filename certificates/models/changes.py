import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from certificates.enums import ChangeState, EventKind, Outcome
from certificates.models.register import Certificate


class RegisterChange(models.Model):
    """Something done to many certificates at once: looked at first, then carried out.

    `act` is what happens to each. `reason_code` is "" as long as nobody has decided.
    `undoes` is the change that this one takes back, None for most. `total` is how many
    it may change and `done` how many were gone through.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.CharField(max_length=12, choices=EventKind.choices)
    reason_code = models.CharField(max_length=40, blank=True)
    state = models.CharField(
        max_length=12, choices=ChangeState.choices, default=ChangeState.LOOKED
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ChangeState.LOOKED) | ~Q(reason_code=""),
                name="register_change_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.state} {self.total}"


class RegisterChangeRow(models.Model):
    """One certificate of a change, and what came of it there.

    `why` is the state that stood in the way, or the code of a refusal; "" for none.
    """

    change = models.ForeignKey(
        RegisterChange, on_delete=models.CASCADE, related_name="rows"
    )
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(
        max_length=8, choices=Outcome.choices, default=Outcome.WAITS
    )
    why = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["change", "outcome"], name="change_outcome")]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "certificate"], name="once_in_a_change"
            )
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.certificate_id} {self.outcome}"
