from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.models.organisations import Organisation


class LineManager(models.Model):
    """Who leads a person's work at an employer, `place`; or, where `person` is None, that
    of everybody at a place and its departments of whom nothing else is said. From `since`
    up to, not including, `until` (None: no end known). Whether it means anything on a day
    also depends on where people belong then: organisations.domain.line_managers says so,
    and alone writes here."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="line_managers",
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leads"
    )
    place = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("line manager")
        verbose_name_plural = _("line managers")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "place"],
                condition=Q(until=None),
                name="line_manager_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(until=None, person=None),
                name="line_manager_one_of_a_place",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=F("manager")),
                name="line_manager_is_another",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="line_manager_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.place}: {self.manager}"
