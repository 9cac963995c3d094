from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.enums import NameShown
from certificates.models.register import Certificate
from organisations.models import Organisation


class NameChoice(models.Model):
    """How much of their name a holder lets somebody see who checks a certificate.

    Without a row: their initials (TRAINERS 4.3).
    """

    certificate = models.OneToOneField(
        Certificate,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="name_choice",
    )
    choice = models.CharField(
        _("what is seen of the name"), max_length=8, choices=NameShown.choices
    )
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(choice__in=NameShown.values),
                name="certificate_name_choice_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.choice}"


class ShareLink(models.Model):
    """A link by which whoever has it sees a certificate with its holder's full name.

    Only a hash of the link is kept. `last_day` is the last day on which it opens; None:
    until it is withdrawn, which is for good.
    """

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="share_links"
    )
    label = models.CharField(_("for whom"), max_length=60, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_day = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.pk}"

    def opens_on(self, day: date) -> bool:
        """Whether it shows the certificate at the end of a day, as far as is known."""
        ended = self.last_day is not None and self.last_day < day
        return self.withdrawn_at is None and not ended


class ShownTo(models.Model):
    """From when to when a holder shows a certificate to an organisation of theirs.

    Appended and ended, never begun again: showing it once more is another row.
    """

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="shown_to"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    shown_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "organisation"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="certificate_shown_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(withdrawn_at__gte=models.F("shown_at")),
                name="certificate_withdrawn_after_shown",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.organisation_id}"
