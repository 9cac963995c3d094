from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.register import Certificate
from lms.errors import DomainError
from lms.storage import private_storage


class SealedDocument(models.Model):
    """The sealed PDF of a certificate in a language: made once, kept as it is.

    `digest` and `body_digest` are SHA-256 in hex: of the whole file, and of the document
    before it was sealed. `key` is the SHA-256 of the seal's certificate.
    """

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="documents"
    )
    language = models.CharField(max_length=5)
    file = models.FileField(storage=private_storage, max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    body_digest = models.CharField(max_length=64, db_index=True)
    key = models.CharField(max_length=64, db_index=True)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "language"], name="certificate_sealed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.language}"

    def delete(self, *args, **kwargs):
        raise DomainError(_("A certificate never disappears from the register."))
