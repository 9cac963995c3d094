import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.errors import DomainError
from lms.models.audit import AppendOnlyModel
from trainers.enums import Decision, RubricPurpose
from trainers.models.evidence import StepEvidence
from trainers.models.programmes import TrainerProgramme

# Levels of a criterion run from 0 up to this (CURRICULUM 3.8).
HIGHEST = 4


class Rubric(models.Model):
    """What a trainer is looked at by: criteria with levels from 0 to 4, in a version.

    `criteria` is a list of {"key", "names": {language: text}, "levels": {"0": {language:
    text}, …}}; a level without a text lies between its neighbours. `lowest` is what every
    criterion must reach, `mean` the whole (in tenths, so 30 is 3.0), and `least` what
    single criteria must ({key: level}). `sample` is the recording that assessors compare
    themselves by, with the level agreed for each criterion in `agreed`. Once published
    it never changes: another version takes its place.
    """

    programme = models.ForeignKey(
        TrainerProgramme, on_delete=models.PROTECT, related_name="rubrics"
    )
    version = models.PositiveSmallIntegerField(_("version"))
    criteria = models.JSONField(_("criteria"))
    lowest = models.PositiveSmallIntegerField(_("least of each criterion"), default=2)
    mean = models.PositiveSmallIntegerField(_("least mean (tenths)"), default=30)
    least = models.JSONField(_("least of single criteria"), default=dict, blank=True)
    sample = models.CharField(_("sample recording"), max_length=200, blank=True)
    agreed = models.JSONField(_("agreed levels"), default=dict, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["programme", "version"]
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"], name="rubric_version_once"
            ),
            models.CheckConstraint(
                condition=Q(lowest__lte=HIGHEST, mean__lte=HIGHEST * 10),
                name="rubric_within_its_levels",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.version}"

    def save(self, *args, **kwargs):
        was = None if self._state.adding else type(self).objects.get(pk=self.pk)
        if was is not None and was.published_at is not None:
            raise DomainError(
                _("A published rubric never changes. Write another version.")
            )
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.published_at is not None:
            raise DomainError(_("What was signed stays written down."))
        return super().delete(*args, **kwargs)


class RubricRecord(AppendOnlyModel):
    """What somebody saw of a candidate by a rubric: a level for each criterion, words for
    the candidate, and after an observed session a decision ("" after micro-teaching)."""

    evidence = models.OneToOneField(
        StepEvidence, on_delete=models.PROTECT, related_name="rubric_record"
    )
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="records")
    purpose = models.CharField(max_length=20, choices=RubricPurpose.choices)
    levels = models.JSONField()
    feedback = models.TextField(_("written feedback"))
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("filled rubric")
        verbose_name_plural = _("filled rubrics")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose=RubricPurpose.MICRO_TEACHING, decision="")
                | Q(purpose=RubricPurpose.OBSERVED_SESSION) & ~Q(decision=""),
                name="rubric_record_decides_after_observing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.purpose}"


class Calibration(AppendOnlyModel):
    """How somebody rated the sample recording of a rubric. `deviation` is the largest
    difference from the agreed level of any criterion."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    levels = models.JSONField()
    deviation = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("calibration of an assessor")
        verbose_name_plural = _("calibrations of assessors")

    def __str__(self) -> str:
        return f"{self.person_id} {self.deviation}"
