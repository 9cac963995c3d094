import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.models.audit import AppendOnlyModel
from organisations.models import Sector
from trainers.enums import SESSION_KINDS, EvidenceKind, SignOffKind, Verdict
from trainers.models.accreditations import Accreditation

NOTE_MOST = 1000


class StepEvidence(AppendOnlyModel):
    """What shows that a condition of a step is met, as somebody wrote it down: what it
    was, on which day. It counts once somebody else has signed it.

    `uuid` may come from the device it was written on, so that sending it twice is once.
    Of a session: role, hours, place, language, sector and head-count, never who took
    part. `score` is in percent; `answers` is how many people it rests on. `held` and
    `missed` are half-days of the training. None or "" where the kind has no such thing.
    `asked_of` is who is asked to sign it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="evidence"
    )
    kind = models.CharField(max_length=20, choices=EvidenceKind.choices)
    on_day = models.DateField(_("day"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=NOTE_MOST, blank=True)

    role = models.CharField(_("what the trainer did"), max_length=80, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1, null=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, null=True, related_name="+"
    )
    head_count = models.PositiveSmallIntegerField(_("head-count"), null=True)
    is_whole_group = models.BooleanField(_("a whole group"), default=False)

    score = models.PositiveSmallIntegerField(
        _("result (%)"), null=True, validators=[MaxValueValidator(100)]
    )
    answers = models.PositiveSmallIntegerField(_("answers"), null=True)
    held = models.PositiveSmallIntegerField(_("half-days held"), null=True)
    missed = models.PositiveSmallIntegerField(_("half-days missed"), null=True)

    class Meta:
        ordering = ["on_day", "pk"]
        verbose_name = _("evidence of a step")
        verbose_name_plural = _("evidence of steps")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=SESSION_KINDS)
                | Q(
                    hours__gt=0,
                    head_count__gte=1,
                    sector__isnull=False,
                )
                & ~Q(place="")
                & ~Q(language=""),
                name="evidence_of_a_session_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100),
                name="evidence_score_in_percent",
            ),
            models.CheckConstraint(
                condition=Q(missed__isnull=True) | Q(missed__lte=F("held")),
                name="evidence_missed_of_what_was_held",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_of"], name="evidence_asked_of"),
        ]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.kind} {self.on_day}"


class SignOff(AppendOnlyModel):
    """That somebody signed something or would not, and in which part. Once each.

    `evidence` is None for what is signed of the accreditation as a whole; then `about`
    is the key of the application or the day from which a renewal counts, so that the
    next one is signed anew.
    """

    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, related_name="sign_offs"
    )
    kind = models.CharField(max_length=12, choices=SignOffKind.choices)
    evidence = models.ForeignKey(
        StepEvidence, on_delete=models.PROTECT, null=True, related_name="sign_offs"
    )
    about = models.CharField(max_length=40, blank=True)
    part = models.CharField(max_length=12)
    verdict = models.CharField(max_length=4, choices=Verdict.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        constraints = [
            models.UniqueConstraint(
                fields=["evidence"],
                condition=Q(evidence__isnull=False),
                name="sign_off_once_for_evidence",
            ),
            models.UniqueConstraint(
                fields=["accreditation", "kind", "about"],
                condition=Q(evidence__isnull=True, verdict=Verdict.YES),
                name="sign_off_once_for_the_rest",
            ),
            models.CheckConstraint(
                condition=Q(kind=SignOffKind.EVIDENCE, evidence__isnull=False, about="")
                | ~Q(kind=SignOffKind.EVIDENCE)
                & Q(evidence__isnull=True)
                & ~Q(about=""),
                name="sign_off_says_of_what",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.YES)
                | Q(verdict=Verdict.NO) & ~Q(comment=""),
                name="sign_off_refused_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.kind} {self.verdict}"
