import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quizzes.enums import ContestOutcome, ContestState
from quizzes.models.attempts import Attempt, AttemptItem

STANDS = Q(withdrawn_at=None)


class ContestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The learner's own. Who answers them reads them by own_contests."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(attempt__enrolment__user_id=user.pk)

    def open(self):
        return self.filter(answered_at=None, withdrawn_at=None)


class Contest(models.Model):
    """A learner does not agree with the grade of a question, or with a whole result
    (`item` None), and says why. It is answered before `due_at`, by somebody who reads
    question, answer and reason, and not who it is. A withdrawn one keeps no reason.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, related_name="contests"
    )
    item = models.ForeignKey(
        AttemptItem, on_delete=models.PROTECT, null=True, related_name="contests"
    )
    reason = models.TextField(_("reason"), blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=ContestOutcome.choices, blank=True
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ContestQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("contested result")
        verbose_name_plural = _("contested results")
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=STANDS & Q(item__isnull=False),
                name="contest_once_per_item",
            ),
            models.UniqueConstraint(
                fields=["attempt"],
                condition=STANDS & Q(item=None),
                name="contest_once_per_attempt",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", answer="")
                | (Q(answered_at__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="contest_answered_says_what",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(answered_at=None, reason=""),
                name="contest_withdrawn_keeps_no_reason",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("made_at")), name="contest_due_after_made"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="contest_open_by_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.item_id}"

    @property
    def state(self) -> ContestState:
        if self.withdrawn_at is not None:
            return ContestState.WITHDRAWN
        return ContestState.OPEN if self.answered_at is None else ContestState.ANSWERED

    @property
    def is_open(self) -> bool:
        return self.state == ContestState.OPEN
