"""Mail that has been decided on, sent or not."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """One message, rendered when it was decided on and sent by a background task.

    `sent_at` is None until the mail server took it; then bodies and attachments are
    emptied, because the links and codes in them are keys. After 30 days the address and the
    subject follow and `forgotten_at` is set; the row stays, so that its idempotency
    key still keeps a second one from going out.
    """

    to = models.JSONField(_("to"), default=list)
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    # {"name", "media_type", "content" in base64} each, as they are attached.
    attachments = models.JSONField(_("attachments"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=12)
    template = models.CharField(_("template"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("created at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("forgotten at"), null=True, blank=True)
    # None means "always send"; NULLs are distinct, so many rows may have none.
    idempotency_key = models.CharField(
        _("idempotency key"), max_length=200, unique=True, null=True, blank=True
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    # What mail servers reported afterwards (lms.bounces): that it was given up, with
    # their code, and how often they said that it still takes time.
    bounced_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    bounce_code = models.CharField(_("code of its return"), max_length=12, blank=True)
    delays = models.PositiveSmallIntegerField(_("reported delays"), default=0)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="mail_unsent",
                condition=models.Q(sent_at__isnull=True),
            ),
            models.Index(
                fields=["created_at"],
                name="mail_remembered",
                condition=models.Q(forgotten_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} #{self.pk}"


class UndeliverableAddress(models.Model):
    """An address that mail servers said they cannot deliver to, as a hash.

    Whose it is can be asked with the address in hand, and not be read here. `code` is
    their enhanced status code (RFC 3463).
    """

    address_hash = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(_("since"))
    code = models.CharField(_("code"), max_length=12)

    class Meta:
        verbose_name = _("undeliverable address")
        verbose_name_plural = _("undeliverable addresses")

    def __str__(self) -> str:
        return f"{self.code} {self.since:%Y-%m-%d}"
