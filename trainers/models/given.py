"""What trainers gave, counted beforehand for whoever reads of very many of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trainers.models.accreditations import Accreditation


class GivenInYear(models.Model):
    """Sessions and groups of a year that the holder of an accreditation led, and how
    often somebody came to one. `first_on` and `first_group_on` are the earliest days,
    since the training, on which they led one of these, or a group of these; None: none.
    `last_on` is the last day of the year on which they had a part in any; None where they
    only led what began in it.

    Nothing rests on these rows: trainers.domain.report.beforehand writes them anew from
    what was held, and whoever reads them could count it instead.
    """

    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.CASCADE, related_name="given_in_years"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    sessions = models.PositiveIntegerField(_("training sessions"), default=0)
    groups = models.PositiveIntegerField(_("groups"), default=0)
    people = models.PositiveIntegerField(_("attendances"), default=0)
    first_on = models.DateField(null=True)
    first_group_on = models.DateField(null=True)
    last_on = models.DateField(null=True)

    class Meta:
        ordering = ["accreditation", "year"]
        verbose_name = _("given in a year")
        verbose_name_plural = _("given in years")
        constraints = [
            models.UniqueConstraint(
                fields=["accreditation", "year"], name="given_in_a_year_once"
            ),
            models.CheckConstraint(
                condition=Q(sessions__gt=0)
                | Q(groups__gt=0)
                | Q(last_on__isnull=False),
                name="given_in_a_year_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.year}"
