from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ConsentToRegister(models.Model):
    """That a trainer wants to be in the public register: name, programmes, languages and
    a region. Nobody is there without it; police and prison trainers neither (TRAINERS
    4.2). `withdrawn_at` None: it holds."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    region = models.CharField(_("region"), max_length=80, blank=True)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("consent to the register of trainers")
        verbose_name_plural = _("consents to the register of trainers")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_to_register_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.given_at:%Y-%m-%d}"
