from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.long_work import LongWork
from organisations.models import Invitation, Organisation, Sector
from tracking.enums import (
    StaffColumn,
    StaffImportState,
    StaffProblem,
    StaffRowState,
    StaffUndo,
)

# Somebody waits for the worker.
AT_WORK = (
    StaffImportState.LOOKING,
    StaffImportState.COMPARING,
    StaffImportState.UNDER_WAY,
    StaffImportState.NAMING,
    StaffImportState.MAILING,
    StaffImportState.UNDOING,
)
# Lines that are carried out.
ACTED = (
    StaffRowState.NEW,
    StaffRowState.JOINS,
    StaffRowState.MOVED,
    StaffRowState.CHANGED,
    StaffRowState.LEFT,
)


class StaffImport(LongWork):
    """A list of the people of an organisation, and what it would change or has changed.

    `sheet` holds the file as it was read while somebody has to say what its columns mean
    ({"headings": [...], "lines": [[number, [...]], ...]}); None afterwards. `sector` is
    that of new people whose line says none. `is_everybody`: whoever is not in the list
    has left; `with_mails`: new people are invited by mail. `people` is how many belonged
    to the organisation when it was looked at. `emptied_at` is when its lines were
    forgotten: `counts` of them, {state: number}, stay.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=12, choices=StaffImportState.choices)
    sheet = models.JSONField(null=True)
    is_everybody = models.BooleanField(default=False)
    absent_listed_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    with_mails = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undo_asked_at = models.DateTimeField(null=True)
    undo_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    emptied_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("staff list")
        verbose_name_plural = _("staff lists")

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.asked_at:%Y-%m-%d}"


class StaffImportRow(models.Model):
    """A line of a staff list: as it was written, what it means, what became of it.

    `line` is None for somebody who is not in the list and leaves by that. `changes` is
    {what: [before, after]} for people to read; `did` names the memberships that were
    written, with what they were before, so that it can be taken back.
    """

    run = models.ForeignKey(StaffImport, on_delete=models.CASCADE, related_name="rows")
    # As spreadsheets count them.
    line = models.PositiveIntegerField(null=True)
    email = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=240, blank=True)
    sector_text = models.CharField(max_length=80, blank=True)
    language_text = models.CharField(max_length=40, blank=True)
    function = models.CharField(max_length=160, blank=True)
    department_text = models.CharField(max_length=160, blank=True)
    badge_number = models.CharField(max_length=80, blank=True)
    from_text = models.CharField(max_length=40, blank=True)
    until_text = models.CharField(max_length=40, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    place = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        max_length=12, choices=StaffRowState.choices, default=StaffRowState.UNSEEN
    )
    problem = models.CharField(max_length=20, choices=StaffProblem.choices, blank=True)
    changes = models.JSONField(default=dict)
    did = models.JSONField(default=dict)
    is_done = models.BooleanField(default=False)
    is_mailed = models.BooleanField(default=False)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undo = models.CharField(
        max_length=12,
        choices=StaffUndo.choices,
        default=StaffUndo.NOT_ASKED,
        blank=True,
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("line of a staff list")
        verbose_name_plural = _("lines of staff lists")
        indexes = [models.Index(fields=["run", "state"], name="staff_row_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "line"], name="staff_row_once_per_line"
            ),
            models.UniqueConstraint(
                fields=["run", "user"],
                condition=Q(state__in=(*ACTED, StaffRowState.UNCHANGED)),
                name="staff_row_once_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.line}"


class StaffHeading(models.Model):
    """What an organisation's columns mean: a heading that Relay did not know, and what a
    coordinator said of it ("": it is left out). Asked once, known in the next file."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+"
    )
    heading = models.CharField(max_length=120)
    column = models.CharField(max_length=12, choices=StaffColumn.choices, blank=True)

    class Meta:
        verbose_name = _("column of staff lists")
        verbose_name_plural = _("columns of staff lists")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "heading"], name="staff_heading_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.column}"
