from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.enums import EditionDemand
from courses.models import Course, Edition
from organisations.models import Organisation


class EditionChangeQuerySet(models.QuerySet):
    def standing(self):
        """What was decided and not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def asking(self):
        """Those that ask something of holders and are not carried out yet."""
        return self.standing().filter(
            ~Q(demand=EditionDemand.NOTHING), carried_out_at__isnull=True
        )


class EditionChange(models.Model):
    """What a material edition means for those certified by earlier ones.

    Decided by a body for the certificates it issued before that moment. `until` is the
    last day to do what is asked, None where nothing is. `delta` is the short course that
    does it, None where only the new edition does. Holders are told from `telling_at` on;
    `told_at` is when the last mail was on its way, `told_up_to` how far it came (key of
    a certificate). `carried_out_at`: the certificates not brought up to date by `until`
    are superseded.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    demand = models.CharField(
        _("what holders must do"), max_length=8, choices=EditionDemand.choices
    )
    delta = models.ForeignKey(
        Course,
        verbose_name=_("short course"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    until = models.DateField(_("last day to do it"), null=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    telling_at = models.DateTimeField(null=True)
    told_up_to = models.BigIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    carried_out_at = models.DateTimeField(null=True)

    objects = EditionChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at"]
        verbose_name = _("decision on a material edition")
        verbose_name_plural = _("decisions on material editions")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "issuer"],
                condition=Q(withdrawn_at__isnull=True),
                name="edition_change_once",
            ),
            models.CheckConstraint(
                condition=Q(demand=EditionDemand.NOTHING) ^ Q(until__isnull=False),
                name="edition_change_asks_by_a_day",
            ),
            models.CheckConstraint(
                condition=Q(demand=EditionDemand.DELTA) ^ Q(delta__isnull=True),
                name="edition_change_names_its_delta",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.demand}"
