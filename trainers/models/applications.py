import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from trainers.models.accreditations import Accreditation

MOTIVATION_MOST = 2000


class Application(models.Model):
    """What a candidate said, and what their employer's superior committed to (T1).

    `hours_per_year` and `groups_planned` are the employer's commitment. The superior is
    a person at work, named to be asked once; they confirm by a link in a mail, without
    an account. `answer` is None as long as they have said nothing. A refused application
    is written anew, so an accreditation may have several; the newest counts.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="applications"
    )
    made_at = models.DateTimeField()
    motivation = models.TextField(_("why you want to train others"))
    years_in_sector = models.PositiveSmallIntegerField(_("years in your sector"))
    hours_per_year = models.PositiveSmallIntegerField(_("hours a year to train"))
    groups_planned = models.PositiveSmallIntegerField(_("groups planned a year"))
    superior_name = models.CharField(_("name of your superior"), max_length=120)
    superior_email = models.EmailField(_("e-mail address of your superior"))
    has_no_conflict = models.BooleanField(_("no conflict of interest"), default=False)
    accepts_ethics = models.BooleanField(_("ethical commitment"), default=False)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    is_committed = models.BooleanField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("application of a trainer")
        verbose_name_plural = _("applications of trainers")
        constraints = [
            models.UniqueConstraint(
                fields=["accreditation"],
                condition=Q(replaced_at__isnull=True),
                name="application_one_counts",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, is_committed__isnull=True)
                | Q(answered_at__isnull=False, is_committed__isnull=False),
                name="application_answer_says_when",
            ),
            models.CheckConstraint(
                condition=Q(has_no_conflict=True, accepts_ethics=True),
                name="application_declares",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.made_at:%Y-%m-%d}"

    def delete(self, *args, **kwargs):
        raise DomainError(_("What was signed stays written down."))
