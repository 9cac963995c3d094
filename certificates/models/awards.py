from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.enums import AwardRowState, AwardRunState
from certificates.models.register import Certificate
from courses.models import Course
from courses.models.long_work import LongWork
from lms.errors import DomainError
from organisations.models import Organisation, Sector

# Somebody waits for the worker.
AT_WORK = (AwardRunState.LOOKING, AwardRunState.UNDER_WAY)
# These hold a person's place in a run: the same person and sector once.
TAKEN = (AwardRowState.READY, AwardRowState.AWARDED, AwardRowState.NAME)


class AwardRun(LongWork):
    """Certificates of a course for many people who were trained elsewhere.

    One programme owner of the issuer brings the list, it is looked at, and another one
    confirms it. Mailing comes after it and apart (`mailed_at`). `emptied_at` is when the
    addresses in its rows were forgotten.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    given_by = models.CharField(_("training given by"), max_length=160)
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(
        max_length=12, choices=AwardRunState.choices, default=AwardRunState.LOOKING
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    mailed_at = models.DateTimeField(null=True)
    mailed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("bulk award")
        verbose_name_plural = _("bulk awards")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=(AwardRunState.UNDER_WAY, AwardRunState.DONE),
                    decided_at__isnull=False,
                )
                | ~Q(state__in=(AwardRunState.UNDER_WAY, AwardRunState.DONE)),
                name="award_run_is_decided_first",
            ),
            # Four eyes.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="award_run_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.asked_at:%Y-%m-%d}"

    def delete(self, *args, **kwargs):
        raise DomainError(_("What was awarded stays written down."))


class AwardRunRow(models.Model):
    """A line of the list: as it was written, whom and what it means, what became of it.

    `user`, `sector` and `trained_on` are None where the line does not say them.
    """

    run = models.ForeignKey(AwardRun, on_delete=models.PROTECT, related_name="rows")
    # As spreadsheets count them.
    line = models.PositiveIntegerField()
    email = models.CharField(max_length=254, blank=True)
    sector_text = models.CharField(max_length=80, blank=True)
    day_text = models.CharField(max_length=40, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, null=True, related_name="+"
    )
    trained_on = models.DateField(null=True)
    state = models.CharField(
        max_length=12, choices=AwardRowState.choices, default=AwardRowState.UNSEEN
    )
    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, null=True, related_name="award_row"
    )

    class Meta:
        ordering = ["line"]
        verbose_name = _("line of a bulk award")
        verbose_name_plural = _("lines of bulk awards")
        indexes = [models.Index(fields=["run", "state"], name="award_row_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "line"], name="award_row_once_per_line"
            ),
            models.UniqueConstraint(
                fields=["run", "user", "sector"],
                condition=Q(state__in=TAKEN),
                name="award_row_once_per_person_and_sector",
            ),
            models.CheckConstraint(
                condition=Q(state=AwardRowState.AWARDED, certificate__isnull=False)
                | ~Q(state=AwardRowState.AWARDED) & Q(certificate__isnull=True),
                name="award_row_awarded_has_its_certificate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.line}"
