import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from courses.models.long_work import LongWork
from lms.storage import private_storage
from organisations.models import Organisation, Sector
from tracking.enums import ExportFormat, Rhythm, Standing


class Chosen(models.Model):
    """Which people of an organisation a file is about, towards which course, how they
    are sorted, which columns of the list it has (ListColumn), and what it is written as.
    What is empty narrows nothing."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=12, choices=Standing.choices, blank=True)
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, null=True, related_name="+"
    )
    department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    search = models.CharField(max_length=80, blank=True)
    order = models.CharField(max_length=12)
    columns = models.JSONField(default=list, blank=True)
    form = models.CharField(max_length=4, choices=ExportFormat.choices)

    class Meta:
        abstract = True


class RegularExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, of organisations whose staff one may see."""
        return self.filter(owner_id=user.pk, organisation__in=_seen_by(user))


class RegularExport(Chosen):
    """A file that somebody has made again and again: every week on the weekday `on_day`
    (1 is Monday), or every month on that day of it, from 1 to 28.

    `next_on` is the day of the next one. `stopped_at` is when it ended by itself,
    because its owner may not see those people any more. Written by
    tracking.domain.exports.regular only.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)
    on_day = models.PositiveSmallIntegerField()
    next_on = models.DateField()
    is_paused = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    objects = RegularExportQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("regular export")
        verbose_name_plural = _("regular exports")
        indexes = [
            models.Index(
                fields=["next_on"],
                condition=Q(is_paused=False, stopped_at__isnull=True),
                name="regular_export_due",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm=Rhythm.WEEKLY, on_day__range=(1, 7))
                | Q(rhythm=Rhythm.MONTHLY, on_day__range=(1, 28)),
                name="regular_export_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.rhythm} {self.next_on}"


class StaffExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, of organisations whose staff one may still see."""
        return self.filter(asked_by_id=user.pk, organisation__in=_seen_by(user))


class StaffExport(Chosen, LongWork):
    """A file of people and where they stood on a day; where `known_on` is set, as was
    known by its end. Its maker alone finds it.

    `regular` and `period`, the day it was planned for: who asked for it, where that was
    no person. `file` is empty until it is finished, and again from `forgotten_at` on.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    day = models.DateField()
    known_on = models.DateField(null=True)
    regular = models.ForeignKey(
        RegularExport, on_delete=models.SET_NULL, null=True, related_name="made"
    )
    period = models.DateField(null=True)
    file = models.FileField(storage=private_storage, max_length=120, blank=True)
    forgotten_at = models.DateTimeField(null=True)

    objects = StaffExportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("export of people")
        verbose_name_plural = _("exports of people")
        indexes = [models.Index(fields=["asked_by", "-id"], name="staff_export_own")]
        constraints = [
            models.UniqueConstraint(
                fields=["regular", "period"], name="staff_export_once_per_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.day} {self.form}"


def _seen_by(user):
    return Organisation.objects.visible_to(user).values("pk")
