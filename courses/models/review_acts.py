from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enums import Vouching
from courses.models.editions import Immutable


class ReviewAct(Immutable):
    """That somebody vouches for a text as it was at a moment. Appended, never changed:
    whether a text may go live is derived (courses.domain.reviewing.gate).

    `key` is the translation_key of a page, fact, case or question; `content_hash` is
    courses.domain.reviewing.gate.text_hash of its words. `reason` is why it went live
    without a review; "" for every other step.
    """

    key = models.UUIDField()
    language = models.CharField(max_length=5)
    step = models.CharField(_("step"), max_length=8, choices=Vouching.choices)
    content_hash = models.CharField(max_length=64)
    # None: it came with the starter files, and their authors answer for it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(_("why without review"), blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step of a review")
        verbose_name_plural = _("steps of reviews")
        indexes = [models.Index(fields=["key", "language"], name="review_act_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(step=Vouching.WITHOUT) ^ Q(reason=""),
                name="review_act_reason_when_without_review",
            ),
            models.CheckConstraint(
                condition=Q(step=Vouching.LOADED) | Q(by__isnull=False),
                name="review_act_is_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.language} {self.step}"
