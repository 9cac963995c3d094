import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from trainers.enums import State, SuspensionOutcome, SuspensionReason
from trainers.models.accreditations import Accreditation

STATEMENT_MOST = 2000


class SuspensionQuerySet(models.QuerySet):
    def running(self):
        """Those that nobody has ended."""
        return self.filter(ended_at__isnull=True)

    def in_force_on(self, day):
        """Those that keep a trainer from training on a day."""
        return self.filter(holds_from__lte=day).filter(
            Q(held_until__isnull=True) | Q(held_until__gt=day)
        )


class Suspension(models.Model):
    """That a trainer shall not train for a while (T10), begun by one programme owner and
    confirmed by a second person, after the trainer was heard.

    It keeps from training from `holds_from` on up to, not including, `held_until`: at
    once where it is an interim measure, else once confirmed. The trainer may say
    something (`statement`) until `hear_by`. `review_on` is when it is looked at again.
    `back_to` is the state that lifting leads to.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="suspensions"
    )
    reason = models.CharField(
        _("reason"), max_length=16, choices=SuspensionReason.choices
    )
    is_interim = models.BooleanField(_("as an interim measure, from today"))
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    back_to = models.CharField(max_length=4, choices=State.choices)
    hear_by = models.DateField(_("to be heard by"))
    review_on = models.DateField(_("looked at again on"))
    statement = models.TextField(_("what the trainer said"), blank=True)
    stated_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    holds_from = models.DateField(null=True)
    held_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(
        max_length=12, choices=SuspensionOutcome.choices, blank=True
    )

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("suspension of a trainer")
        verbose_name_plural = _("suspensions of trainers")
        constraints = [
            models.UniqueConstraint(
                fields=["accreditation"],
                condition=Q(ended_at__isnull=True),
                name="suspension_one_running",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("opened_by")),
                name="suspension_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(review_on__gte=F("hear_by")),
                name="suspension_hears_before_review",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="suspension_end_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.reason}"

    def delete(self, *args, **kwargs):
        raise DomainError(_("What was signed stays written down."))
