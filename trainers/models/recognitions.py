import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from lms.storage import private_storage
from organisations.models import Organisation, Sector
from trainers.enums import RecognitionState
from trainers.models.accreditations import Accreditation
from trainers.models.programmes import TrainerProgramme

OPEN = (RecognitionState.ASKED, RecognitionState.CONFIRMED_ONCE)


class PriorRecognition(models.Model):
    """That a trainer accredited on paper asks to have it recognised, with a proof
    (TRAINERS 4.2: never silently T7).

    `accredited_since` and `sessions_led` count towards assessing. `valid_until` is what
    the paper says; None where it says nothing. Two people decide: `first_by`, then
    `second_by`. The proof is deleted some months after (`proof_gone_at`).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        TrainerProgramme, on_delete=models.PROTECT, related_name="recognitions"
    )
    language = models.CharField(_("language"), max_length=5)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    accredited_since = models.DateField(_("accredited since"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    given_by = models.CharField(_("accredited by"), max_length=160)
    sessions_led = models.PositiveSmallIntegerField(_("sessions led"), default=0)
    proof = models.FileField(storage=private_storage, max_length=120, blank=True)
    proof_gone_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=16, choices=RecognitionState.choices, default=RecognitionState.ASKED
    )
    first_at = models.DateTimeField(null=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Why not, for the person who asked.
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    accreditation = models.ForeignKey(
        Accreditation, on_delete=models.PROTECT, null=True, related_name="recognitions"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("recognition of a prior accreditation")
        verbose_name_plural = _("recognitions of prior accreditations")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "language"],
                condition=Q(state__in=OPEN),
                name="prior_recognition_one_open",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")),
                name="prior_recognition_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecognitionState.RECOGNISED)
                | Q(
                    accreditation__isnull=False,
                    first_by__isnull=False,
                    second_by__isnull=False,
                ),
                name="prior_recognition_signed_twice",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_at__isnull=True)
                | ~Q(state__in=OPEN) & Q(closed_at__isnull=False),
                name="prior_recognition_closed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.programme_id} {self.language}"

    def delete(self, *args, **kwargs):
        raise DomainError(_("What was signed stays written down."))
