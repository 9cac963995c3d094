"""Who did what, when: rows that are only ever added, and the seals over them."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(TypeError):
    """Code tried to change or delete a row that history depends on."""


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses bulk changes; Django's own cascades use the base manager."""

    def update(self, **kwargs):
        raise AppendOnlyError("audit rows are never changed")

    def bulk_update(self, objs, fields, batch_size=None):
        raise AppendOnlyError("audit rows are never changed")

    def delete(self):
        raise AppendOnlyError("audit rows are never deleted")


class AppendOnlyModel(models.Model):
    """Can be added once; saving it again or deleting it raises AppendOnlyError."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError("audit rows are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("audit rows are never deleted")


class AuditSeal(AppendOnlyModel):
    """A hash over one batch of entries and over the seal before it.

    Entries join a seal in the order they were committed, which is not always
    the order of their ids; `from_id` and `to_id` are the smallest and largest
    id in the batch, `entries` says how many it holds.
    """

    at = models.DateTimeField(_("sealed at"))
    from_id = models.BigIntegerField(_("first entry"))
    to_id = models.BigIntegerField(_("last entry"))
    entries = models.PositiveIntegerField(_("number of entries"))
    hash = models.CharField(_("hash"), max_length=64, unique=True)
    # Empty for the first seal. Unique, so the chain cannot fork.
    previous = models.CharField(
        _("hash of the seal before"), max_length=64, blank=True, unique=True
    )

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_id__lte=models.F("to_id")),
                name="auditseal_range_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_id}–{self.to_id} {self.hash[:12]}"


class AuditEntry(AppendOnlyModel):
    """One act. Written by `lms.audit.record` in the transaction of the act itself.

    `actor` empties when the account is deleted and `actor_label` when the person
    is erased; `actor_key` (the account's primary key, empty for the system) stays
    and is what the seal covers, so erasing a name does not break the chain.
    """

    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("actor"),
    )
    actor_key = models.CharField(_("actor's key"), max_length=64, blank=True)
    actor_label = models.CharField(_("actor's name then"), max_length=200, blank=True)
    action = models.CharField(_("action"), max_length=100)
    subject_type = models.CharField(_("kind of subject"), max_length=100)
    subject_id = models.CharField(_("subject"), max_length=64, blank=True)
    # A plain number: the kernel knows no organisations, and history outlives them.
    organisation_id = models.BigIntegerField(_("organisation"), null=True, blank=True)
    data = models.JSONField(
        _("data"), default=dict, blank=True, encoder=DjangoJSONEncoder
    )
    request_id = models.CharField(_("request"), max_length=64, blank=True)
    seal = models.ForeignKey(
        AuditSeal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sealed_entries",
        verbose_name=_("seal"),
    )

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["subject_type", "subject_id", "-at"], name="audit_by_subject"
            ),
            models.Index(fields=["organisation_id", "-at"], name="audit_by_org"),
            models.Index(fields=["action", "-at"], name="audit_by_action"),
            models.Index(
                fields=["id"],
                name="audit_unsealed",
                condition=models.Q(seal__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_type} {self.subject_id}"
