from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tracking.enums import StaffLeadProblem, StaffLeadState
from tracking.models.staff import StaffImport, StaffImportRow

# Line managers that are named, or end.
ACTED_LEADS = (StaffLeadState.NEW, StaffLeadState.CHANGED, StaffLeadState.ENDED)


class StaffImportLead(models.Model):
    """The line manager that a line of a staff list names: as it was written, whom it
    means, what became of it.

    `manager` is whom it means, None where a line says that there is none, and of
    somebody who comes by the list as long as they have no account: `manager_row` is
    their line, None of who stands on none. `before` was the line manager until then.
    `did` names the rows that were written ({"ended": id or None, "made": id or None}),
    so that it can be taken back.
    """

    run = models.ForeignKey(StaffImport, on_delete=models.CASCADE, related_name="leads")
    row = models.OneToOneField(
        StaffImportRow, on_delete=models.CASCADE, related_name="lead"
    )
    text = models.CharField(max_length=254)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    manager_row = models.ForeignKey(
        StaffImportRow, on_delete=models.CASCADE, null=True, related_name="+"
    )
    before = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        max_length=12, choices=StaffLeadState.choices, default=StaffLeadState.UNSEEN
    )
    problem = models.CharField(
        max_length=12, choices=StaffLeadProblem.choices, blank=True
    )
    is_done = models.BooleanField(default=False)
    did = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("line manager in a staff list")
        verbose_name_plural = _("line managers in staff lists")
        indexes = [models.Index(fields=["run", "state"], name="staff_lead_by_state")]

    def __str__(self) -> str:
        return f"{self.row_id}: {self.text}"
