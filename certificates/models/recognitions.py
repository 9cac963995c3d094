from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.enums import RecognitionState, RecognitionVerdict
from courses.models import Completion, Course
from lms.errors import DomainError
from lms.storage import private_storage
from organisations.models import Organisation, Sector

# Nobody has decided for good.
OPEN = (RecognitionState.SUBMITTED, RecognitionState.CONFIRMED_ONCE)


class Recognition(models.Model):
    """That somebody asks to have a training recognised that they followed elsewhere.

    `asked_by` is the person themselves, or the programme owner who began it for them,
    with a `reason`. `proof` is empty where an owner vouches for it, and once it was
    forgotten (`proof_gone_at`). `state` follows from the decisions and is written by
    certificates.domain.recognition alone.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recognitions"
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    trained_on = models.DateField(_("day of the training"))
    given_by = models.CharField(_("training given by"), max_length=160)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    proof = models.FileField(storage=private_storage, max_length=120, blank=True)
    proof_gone_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=16,
        choices=RecognitionState.choices,
        default=RecognitionState.SUBMITTED,
    )
    closed_at = models.DateTimeField(null=True)
    # What came of it; its certificate may wait for a statement of the profession.
    completion = models.ForeignKey(
        Completion, on_delete=models.PROTECT, null=True, related_name="recognitions"
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("recognition of a training")
        verbose_name_plural = _("recognitions of trainings")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course", "sector"],
                condition=Q(state__in=OPEN),
                name="recognition_one_open_per_course_and_sector",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_at__isnull=True)
                | ~Q(state__in=OPEN) & Q(closed_at__isnull=False),
                name="recognition_closed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.course_id} {self.trained_on}"

    def delete(self, *args, **kwargs):
        raise DomainError(_("What was decided stays written down."))


class RecognitionDecision(models.Model):
    """What a programme owner said of a claim: appended, never changed. Nobody says two
    things of one claim (four eyes)."""

    recognition = models.ForeignKey(
        Recognition, on_delete=models.PROTECT, related_name="decisions"
    )
    verdict = models.CharField(max_length=8, choices=RecognitionVerdict.choices)
    # The person who asks reads it.
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("decision on a recognition")
        verbose_name_plural = _("decisions on recognitions")
        constraints = [
            models.UniqueConstraint(
                fields=["recognition", "by"], name="recognition_decided_once_by_each"
            ),
            models.CheckConstraint(
                condition=Q(verdict=RecognitionVerdict.YES)
                | Q(verdict=RecognitionVerdict.NO) & ~Q(reason=""),
                name="recognition_refused_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recognition_id} {self.verdict}"

    def delete(self, *args, **kwargs):
        raise DomainError(_("What was decided stays written down."))
