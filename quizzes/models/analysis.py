from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.banks import Bank, QuestionVersion


class BankAnalysis(models.Model):
    """How the questions of a bank do, counted in the background: `done` of `total`
    attempts. `heard_at` is when it last came further.

    `grades_until` is the newest grade record that was there when it was counted.
    """

    bank = models.OneToOneField(Bank, on_delete=models.CASCADE, related_name="analysis")
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    is_under_way = models.BooleanField(default=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    grades_until = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("analysis of a bank")
        verbose_name_plural = _("analyses of banks")

    def __str__(self) -> str:
        return str(self.bank_id)


class VersionAnalysis(models.Model):
    """What can be said of one version of a question. There is a row only where enough
    people have answered it: a figure of few would be about them.

    `quartiles` are seconds; `picked` is [{"key", "share", "top", "bottom"}]; `curve` the
    mean correctness of each fifth by rest score; `languages` is [{"language", "attempts",
    "facility", "value", "harder"}]; `flags` is [{"name", …}], as
    quizzes.domain.analysis.flags has them.
    """

    version = models.OneToOneField(
        QuestionVersion, on_delete=models.CASCADE, related_name="analysis"
    )
    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="+")
    question_key = models.UUIDField(db_index=True)
    attempts = models.PositiveIntegerField()
    facility = models.FloatField()
    discrimination = models.FloatField(null=True)
    blank = models.FloatField()
    quartiles = models.JSONField(null=True)
    picked = models.JSONField(default=list)
    curve = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    is_flagged = models.BooleanField(default=False)
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("analysis of a question")
        verbose_name_plural = _("analyses of questions")

    def __str__(self) -> str:
        return str(self.version_id)


class Retirement(models.Model):
    """A question that is not asked any more, in all its languages: editions to come are
    made without it, those that are out keep it."""

    question_key = models.UUIDField(unique=True)
    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="retirements")
    retired_at = models.DateTimeField()
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("retired question")
        verbose_name_plural = _("retired questions")

    def __str__(self) -> str:
        return str(self.question_key)
