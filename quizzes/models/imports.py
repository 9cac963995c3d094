from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.banks import Bank


class ImportRun(models.Model):
    """A file of questions that was read into a bank: what it made, and what it could
    not."""

    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="imports")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    format = models.CharField(max_length=20)
    # {kind: how many}, and Problem.as_json of each problem.
    kinds = models.JSONField()
    problems = models.JSONField()
    # [{"question": its id, "revision": that of its first revision}], and "image" where
    # one was made for it.
    made = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")

    def __str__(self) -> str:
        return f"{self.bank} {self.made_at:%Y-%m-%d %H:%M}"
