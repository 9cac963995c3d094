import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Activity, Edition, Enrolment
from quizzes.models.banks import QuestionVersion
from quizzes.models.regrades import Regrade


class AttemptQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The learner's own attempts, and nobody else's: an employer never sees one."""
        if not user.is_authenticated:
            return self.none()
        return self.of_person(user.pk)

    def of_person(self, user_id):
        """Those of one person, by their id or an expression for it."""
        return self.filter(enrolment__user_id=user_id)

    def with_contested(self):
        """Each with `is_contested`: whether anything of it was ever contested."""
        return self.annotate(is_contested=Exists(self._contests()))

    def _contests(self):
        contests = self.model._meta.get_field("contests").related_model
        return contests.objects.filter(attempt=OuterRef("pk"))


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
    # The learner's sectors then, as "EDU POL"; "" where no question was for some only.
    sectors = models.CharField(max_length=120, blank=True)
    # The pre-test whose items it asks again.
    repeats = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    pass_percent = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    # When it was first found to pass. It stays whatever is graded later, and when the
    # grades themselves are gone.
    passed_at = models.DateTimeField(null=True, blank=True)
    # When its answers and then its grades were deleted, as their time was over.
    answers_gone_at = models.DateTimeField(null=True, blank=True)
    grades_gone_at = models.DateTimeField(null=True, blank=True)
    # The quiz's time limit in minutes, without extra time; None for no limit.
    time_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    # Until when answers are received, with the learner's extra time; None for as long
    # as they like.
    deadline_at = models.DateTimeField(null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(passed_at__isnull=True) | Q(submitted_at__isnull=False),
                name="attempt_passed_was_handed_in",
            ),
            models.CheckConstraint(
                condition=Q(deadline_at__isnull=True) | Q(time_limit__isnull=False),
                name="attempt_deadline_follows_from_a_limit",
            ),
        ]
        indexes = [
            # What the tick looks for.
            models.Index(
                fields=["deadline_at"],
                condition=Q(submitted_at__isnull=True),
                name="attempt_open_by_deadline",
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.number}"

    @property
    def ended_by_clock(self) -> bool:
        """Whether the clock handed it in, and not the learner."""
        return self.deadline_at is not None and self.submitted_at == self.deadline_at


class AttemptItem(models.Model):
    """One question of an attempt, at its frozen place. `order` is the frozen order of
    option ids; `flagged` is the learner's own bookmark. `checked_at` is when the learner
    had the answer checked, where the quiz lets them: from then on it stays."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, related_name="+"
    )
    order = models.JSONField(default=list)
    flagged = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True, blank=True)

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
    that sending again has no effect. The last one given counts, unless the same client
    had already sent a later one (quizzes.domain.attempts.current_answers).
    """

    item = models.ForeignKey(
        AttemptItem, on_delete=models.PROTECT, related_name="answers"
    )
    client = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    # None: the learner took the answer back.
    payload = models.JSONField(null=True)
    received_at = models.DateTimeField()
    # Seconds that the device held it, by the device's own clock.
    waited = models.FloatField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "client", "sequence"], name="answer_stored_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.sequence}"

    @property
    def given_at(self) -> datetime:
        return self.received_at - timedelta(seconds=self.waited)


class GradeRecord(models.Model):
    """One grading of one item: appended, the newest counts. `correctness` is 0 to 1;
    None means not graded yet, or that the item does not count any more (`is_dropped`).
    `regrade` is what it came from, if it came from one."""

    item = models.ForeignKey(
        AttemptItem, on_delete=models.PROTECT, related_name="grades"
    )
    correctness = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    reason = models.CharField(max_length=120, blank=True)
    graded_at = models.DateTimeField()
    is_dropped = models.BooleanField(default=False)
    regrade = models.ForeignKey(
        Regrade, on_delete=models.PROTECT, null=True, related_name="grades"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "regrade"], name="grade_once_per_regrade"
            ),
            models.CheckConstraint(
                condition=Q(is_dropped=False) | Q(correctness__isnull=True),
                name="grade_dropped_is_no_grade",
            ),
            models.CheckConstraint(
                condition=Q(correctness__isnull=True)
                | Q(correctness__gte=0, correctness__lte=1),
                name="grade_correctness_between_0_and_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.correctness}"
