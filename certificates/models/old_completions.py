from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.enums import OldLineState, OldListState, ProofKind
from courses.models import Completion, Course
from courses.models.long_work import LongWork
from lms.storage import private_storage
from organisations.models import Organisation, Sector

# Somebody waits for the worker, whatever the lines say.
AT_WORK = (OldListState.LOOKING, OldListState.UNDOING)
# Nothing more can come of these but by a decision.
UNDECIDED = (OldLineState.READY, OldLineState.APPROVED)


class OldList(LongWork):
    """Completions from before Relay, which an organisation brings as a list: who, which
    course, when, by which proof.

    `asked_for_at` is when its coordinator asked to have it recognised. Who decides does
    so line by line (`OldLine.decided_by`), and never who brought it. `emptied_at` is
    when what its lines say in writing was forgotten.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    given_by = models.CharField(_("training given by"), max_length=160)
    state = models.CharField(
        max_length=12, choices=OldListState.choices, default=OldListState.LOOKING
    )
    proof = models.FileField(storage=private_storage, max_length=120, blank=True)
    proof_gone_at = models.DateTimeField(null=True)
    asked_for_at = models.DateTimeField(null=True)
    undo_asked_at = models.DateTimeField(null=True)
    undo_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("list of old completions")
        verbose_name_plural = _("lists of old completions")

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.asked_at:%Y-%m-%d}"


class OldLine(models.Model):
    """A line of it: as it was written, what it means, what became of it.

    `user`, `course`, `sector`, `issuer` and `trained_on` are None where the line does not
    tell. `is_outside` says that the day lies in no membership noted here. `completion`
    stays None until it is recognised; `made_enrolment` says that the line put its person
    in the course.
    """

    run = models.ForeignKey(OldList, on_delete=models.PROTECT, related_name="rows")
    # As spreadsheets count them.
    line = models.PositiveIntegerField()
    email = models.CharField(max_length=254, blank=True)
    badge_number = models.CharField(max_length=40, blank=True)
    course_text = models.CharField(max_length=60, blank=True)
    day_text = models.CharField(max_length=40, blank=True)
    proof_text = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issuer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    trained_on = models.DateField(null=True)
    proof_kind = models.CharField(max_length=12, choices=ProofKind.choices, blank=True)
    is_outside = models.BooleanField(default=False)
    state = models.CharField(
        max_length=12, choices=OldLineState.choices, default=OldLineState.UNSEEN
    )
    # Who brought the list, so that the database knows the four eyes.
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    completion = models.ForeignKey(
        Completion, on_delete=models.PROTECT, null=True, related_name="old_lines"
    )
    made_enrolment = models.BooleanField(default=False)

    class Meta:
        ordering = ["line"]
        verbose_name = _("line of old completions")
        verbose_name_plural = _("lines of old completions")
        indexes = [models.Index(fields=["run", "state"], name="old_line_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "line"], name="old_line_once_per_line"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("user"))
                & (Q(brought_by__isnull=True) | ~Q(decided_by=F("brought_by"))),
                name="old_line_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=OldLineState.DONE, completion__isnull=False)
                | Q(state=OldLineState.KEPT, completion__isnull=False)
                | ~Q(state__in=(OldLineState.DONE, OldLineState.KEPT))
                & Q(completion__isnull=True),
                name="old_line_done_has_its_completion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.line}"
