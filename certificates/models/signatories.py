import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from certificates.models.rules import CertificateRule
from organisations.models import Organisation


class SignatoryChange(models.Model):
    """From `from_day` on, rules of an issuer print another signatory.

    `titles` holds a text per language code. `applied_at` is when the rules were changed,
    `withdrawn_at` when somebody thought better of it; None for neither. What was issued
    before keeps its signatory.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    titles = models.JSONField()
    from_day = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-from_day", "-pk"]
        indexes = [
            models.Index(
                fields=["from_day"],
                name="signatory_waits",
                condition=Q(applied_at__isnull=True, withdrawn_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="signatory_applied_or_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return f"{self.issuer_id} {self.from_day}"

    @property
    def waits(self) -> bool:
        return self.applied_at is None and self.withdrawn_at is None


class SignatoryChangeRule(models.Model):
    """A rule that a change concerns, and who signed under it before; "" until it is
    applied. `label` names the rule when it is gone."""

    change = models.ForeignKey(
        SignatoryChange, on_delete=models.PROTECT, related_name="rules"
    )
    rule = models.ForeignKey(
        CertificateRule, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    label = models.CharField(max_length=120)
    name_before = models.CharField(max_length=120, blank=True)
    titles_before = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "rule"], name="rule_once_in_a_change"
            )
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.label}"
