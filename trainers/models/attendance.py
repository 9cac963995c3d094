"""Who was in the room: what was said about it, and how that stands."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.models.audit import AppendOnlyModel
from trainers.enums import MarkSource, Presence
from trainers.models.registrations import Registration
from trainers.models.sessions import SessionBlock


class AttendanceMark(AppendOnlyModel):
    """That somebody said how far a person was present in a block: appended, never
    changed. Of several about one person and block that counts which was said last
    (trainers.domain.attendance.standing.stand_by).

    `uuid` is made by who says it, so that a device which sends it twice says it once.
    `said_at` is when it was said, by the device's clock put right; `received_at` when it
    came here. `said_by` is None for a guest who checked in by their own link. `minutes`
    is for part of a block alone. `made_up_in` is the block of another session in which
    somebody did what they missed in this one.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="marks"
    )
    block = models.ForeignKey(
        SessionBlock, on_delete=models.PROTECT, related_name="marks"
    )
    presence = models.CharField(max_length=4, choices=Presence.choices)
    minutes = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=8, choices=MarkSource.choices)
    made_up_in = models.ForeignKey(
        SessionBlock, on_delete=models.PROTECT, null=True, related_name="+"
    )
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("mark of attendance")
        verbose_name_plural = _("marks of attendance")
        constraints = [
            models.CheckConstraint(
                condition=Q(presence=Presence.PART, minutes__gte=1)
                | Q(~Q(presence=Presence.PART), minutes__isnull=True),
                name="mark_part_has_minutes",
            ),
            models.CheckConstraint(
                condition=Q(source=MarkSource.MADE_UP, made_up_in__isnull=False)
                | Q(~Q(source=MarkSource.MADE_UP), made_up_in__isnull=True),
                name="mark_made_up_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(made_up_in=F("block")), name="mark_made_up_elsewhere"
            ),
        ]
        indexes = [
            models.Index(fields=["registration", "block"], name="mark_of_registration")
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.block_id} {self.presence}"


class Attendance(models.Model):
    """How far somebody was present in a block: what the mark says that counts. Written by
    trainers.domain.attendance alone, from marks; no row: nothing was said yet."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="attendance"
    )
    block = models.ForeignKey(
        SessionBlock, on_delete=models.CASCADE, related_name="attendance"
    )
    presence = models.CharField(max_length=4, choices=Presence.choices)
    minutes = models.PositiveSmallIntegerField(null=True)
    mark = models.ForeignKey(AttendanceMark, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "block"], name="attendance_once"
            )
        ]
        indexes = [models.Index(fields=["block", "presence"], name="attendance_block")]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.block_id} {self.presence}"
