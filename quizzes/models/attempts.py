import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Activity, Edition, Enrolment
from quizzes.models.banks import QuestionVersion


class AttemptQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The learner's own attempts, and nobody else's: an employer never sees one."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(enrolment__user_id=user.pk)


class Attempt(models.Model):
    """One go at a quiz. Questions, versions and order are frozen when it starts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="attempts"
    )
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    cycle = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    # The seed of the draw: the same seed and versions give the same attempt again.
    seed = models.BigIntegerField()
    pass_percent = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity", "cycle", "number"],
                name="attempt_number_unique",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "activity", "cycle"],
                condition=Q(submitted_at__isnull=True),
                name="attempt_one_open_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.number}"


class AttemptItem(models.Model):
    """One question of an attempt, at its frozen place. `order` is the frozen order of
    option ids; `flagged` is the learner's own bookmark."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, related_name="+"
    )
    order = models.JSONField(default=list)
    flagged = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="attempt_item_position_unique"
            ),
            models.UniqueConstraint(
                fields=["attempt", "version"], name="attempt_item_no_repeat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.position}"


class Answer(models.Model):
    """One saved answer. Appended, never changed.

    `client` names the page or device that sent it and `sequence` is its own count, so
    that sending again has no effect. The last one received counts, unless the same
    client had already sent a later one (quizzes.domain.attempts.current_answers).
    """

    item = models.ForeignKey(
        AttemptItem, on_delete=models.PROTECT, related_name="answers"
    )
    client = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    # None: the learner took the answer back.
    payload = models.JSONField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "client", "sequence"], name="answer_stored_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.sequence}"


class GradeRecord(models.Model):
    """One grading of one item: appended, the newest counts. `correctness` is 0 to 1;
    None means not graded yet."""

    item = models.ForeignKey(
        AttemptItem, on_delete=models.PROTECT, related_name="grades"
    )
    correctness = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    reason = models.CharField(max_length=120, blank=True)
    graded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(correctness__isnull=True)
                | Q(correctness__gte=0, correctness__lte=1),
                name="grade_correctness_between_0_and_1",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.correctness}"
