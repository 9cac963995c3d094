import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from quizzes.models.attempts import AttemptItem

# Without signs that are taken for each other when somebody reads them aloud.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """What an answer is called in front of who marks it: drawn, and so it says nothing
    about the person."""
    drawn = "".join(secrets.choice(SIGNS) for _place in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


class Marking(models.Model):
    """An answer that a person has to mark, with how far that is.

    `needed` is how many have to mark it and `given` how many did. Who has taken it holds
    it until `claimed_until`; after that it waits for anybody again.
    """

    item = models.OneToOneField(
        AttemptItem, on_delete=models.PROTECT, related_name="marking"
    )
    # Whose people may mark it follows from the course.
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    waiting_since = models.DateTimeField()
    due_at = models.DateTimeField()
    needed = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    given = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # When the text was emptied, as it is kept no longer than it has to be.
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("answer to mark")
        verbose_name_plural = _("answers to mark")
        constraints = [
            models.CheckConstraint(
                condition=Q(needed__gte=1, needed__lte=3, given__lte=F("needed")),
                name="marking_of_one_to_three",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(given=F("needed")),
                name="marking_decided_when_all_have_marked",
            ),
        ]
        indexes = [
            models.Index(
                fields=["course", "waiting_since"],
                condition=Q(decided_at__isnull=True),
                name="marking_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Mark(models.Model):
    """What one person gave an answer. Appended, never changed; `number` is 1 for the
    first who marked it. `points` is {criterion id: points}."""

    marking = models.ForeignKey(Marking, on_delete=models.PROTECT, related_name="marks")
    number = models.PositiveSmallIntegerField()
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    points = models.JSONField()
    correctness = models.DecimalField(max_digits=5, decimal_places=4)
    # What the learner reads of it.
    feedback = models.TextField(_("feedback"), blank=True)
    marked_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.UniqueConstraint(
                fields=["marking", "marker"], name="mark_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["marking", "number"], name="mark_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(correctness__gte=0, correctness__lte=1),
                name="mark_correctness_between_0_and_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.marking_id} {self.number}"
