from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.long_work import LongWork
from quizzes.enums import RegradeHow, RegradeState
from quizzes.models.banks import QuestionVersion

# Somebody waits for the worker.
AT_WORK = (RegradeState.LOOKING, RegradeState.UNDER_WAY)
UNFINISHED = (RegradeState.LOOKING, RegradeState.LOOKED, RegradeState.UNDER_WAY)
# From here on it also holds for what is handed in.
IN_FORCE = (RegradeState.UNDER_WAY, RegradeState.DONE)


class Regrade(LongWork):
    """That answers to a version of a question are graded otherwise than by its own key.

    First it is looked at who would change (`preview`), then somebody decides, then it
    is carried out (`result`); both are quizzes.domain.regrading.Figures. `cursor` is the
    last item that was treated. A regrade is never edited: the next one replaces it.
    """

    version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, related_name="regrades"
    )
    how = models.CharField(_("how"), max_length=12, choices=RegradeHow.choices)
    # The version whose key grades instead.
    by = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Learners read it.
    reason = models.TextField(_("reason"))
    state = models.CharField(
        max_length=12, choices=RegradeState.choices, default=RegradeState.LOOKING
    )
    cursor = models.PositiveBigIntegerField(default=0)
    preview = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(state__in=UNFINISHED),
                name="regrade_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(how=RegradeHow.NEW_KEY, by__isnull=False)
                | (~Q(how=RegradeHow.NEW_KEY) & Q(by__isnull=True)),
                name="regrade_by_a_key_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.how}"
