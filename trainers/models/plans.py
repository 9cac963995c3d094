"""What trainers mean to do once they are trained, and how it went. Of those whom they
train there is nothing here; the note is read by the detector (ETHICS P1, P2)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.models.audit import AppendOnlyModel
from trainers.models.accreditations import Accreditation
from trainers.models.evidence import StepEvidence
from trainers.models.programmes import MOST_MONTHS
from trainers.plan_enums import Beside, Progress

# In the first twelve months: one a week is what nobody does.
MOST_GROUPS = 50
# Half of a working month.
MOST_HOURS = 80
NOTE_MOST = 300


class ImplementationPlan(AppendOnlyModel):
    """A version of what a trainer means to do after the training; the last counts.

    `uuid` may come from the device it was written on, so that sending it twice is once.
    `first_on` is the day by which the first session or group is. `settings` are words of
    trainers.plan_enums.Setting, `needs` of Need. `evidence` is what the programme owner
    looks at before admission; None of a version that nobody has to look at.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="plans"
    )
    version = models.PositiveSmallIntegerField(_("version"))
    evidence = models.OneToOneField(
        StepEvidence, on_delete=models.PROTECT, null=True, related_name="plan"
    )
    made_at = models.DateTimeField()
    first_on = models.DateField(_("first session or group by"))
    groups_planned = models.PositiveSmallIntegerField(
        _("groups or sessions in the first twelve months")
    )
    hours_per_month = models.PositiveSmallIntegerField(_("hours a month"))
    settings = models.JSONField(_("where"), default=list)
    beside = models.CharField(
        _("who stands beside them"), max_length=8, choices=Beside.choices
    )
    needs = models.JSONField(_("what they need"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=NOTE_MOST, blank=True)

    class Meta:
        ordering = ["version"]
        verbose_name = _("implementation plan")
        verbose_name_plural = _("implementation plans")
        constraints = [
            models.UniqueConstraint(
                fields=["accreditation", "version"],
                name="implementation_plan_version_once",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="implementation_plan_has_a_version"
            ),
            models.CheckConstraint(
                condition=Q(groups_planned__gte=1, groups_planned__lte=MOST_GROUPS),
                name="implementation_plan_of_groups",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_month__gte=1, hours_per_month__lte=MOST_HOURS),
                name="implementation_plan_takes_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.version}"


class FollowUp(AppendOnlyModel):
    """What a trainer said of how it goes, so many months after the training; what was
    said last counts.

    `hindrances` are words of trainers.plan_enums.Hindrance, `help_wanted` of Help; empty
    where it was not said.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="follow_ups"
    )
    months = models.PositiveSmallIntegerField(_("months after the training"))
    answered_at = models.DateTimeField()
    progress = models.CharField(
        _("how it goes"), max_length=8, choices=Progress.choices
    )
    hindrances = models.JSONField(_("what stands in the way"), default=list, blank=True)
    help_wanted = models.JSONField(_("what would help"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=NOTE_MOST, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("follow-up of a trainer")
        verbose_name_plural = _("follow-ups of trainers")
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=MOST_MONTHS),
                name="follow_up_some_months_after",
            ),
        ]
        indexes = [
            models.Index(fields=["accreditation", "months"], name="follow_up_of"),
        ]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.months}"
