import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from courses.enums import CompletionBasis
from courses.models.courses import Activity, Course
from courses.models.editions import Edition
from organisations.models import Sector


class EnrolmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A learner's own enrolments. Employers read standing, never these rows."""
        return self.of_person(user.pk) if user.is_authenticated else self.none()

    def of_person(self, user_id):
        """The same by the id of somebody who is signed in, or a Given for it."""
        return self.filter(user_id=user_id)

    def begun(self):
        """Those in which somebody learns or learnt; not those that are there for a
        training elsewhere alone."""
        done_here = ActivityProgress.objects.filter(enrolment=OuterRef("pk"))
        recognised = Completion.objects.filter(
            enrolment=OuterRef("pk"), basis=CompletionBasis.RECOGNISED
        )
        return self.filter(Exists(done_here) | ~Exists(recognised))


class Enrolment(models.Model):
    """One person in one course, for all languages and cycles.

    A renewal raises `cycle`; the records of earlier cycles stay.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments"
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="enrolments"
    )
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="enrolments"
    )
    sectors = models.ManyToManyField(Sector, related_name="+")
    cycle = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    # The newer edition that the learner was offered and chose not to move to.
    declined_edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course"], name="enrolment_once_per_course"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.course_id}"

    @cached_property
    def sector_codes(self) -> list[str]:
        """Codes of the sectors the course is done for, as they were when first asked."""
        return sorted(sector.pk for sector in self.sectors.all())


class ActivityProgress(models.Model):
    """How far a person is in one activity in one cycle. `anchor` is the id of the block
    last seen, the same in every language; "" at the top."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="progress"
    )
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    cycle = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    # Of its opening, a place on it that the page told, or its end; reading it again
    # writes nothing.
    last_seen_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    anchor = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "cycle", "activity"],
                name="progress_once_per_cycle",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.activity_id}"


class EditionMove(models.Model):
    """A learner went over to another edition: appended, never changed.

    `reopened` holds [activity key, when it was done] of what is to be done again.
    `undoes` names the move that this one takes back.
    """

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="moves"
    )
    cycle = models.PositiveSmallIntegerField()
    from_edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+"
    )
    to_edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reopened = models.JSONField(default=list)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("move to another edition")
        verbose_name_plural = _("moves to another edition")
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_edition=F("to_edition")),
                name="edition_move_goes_somewhere",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.from_edition_id}→{self.to_edition_id}"


class Completion(models.Model):
    """The fact that a person completed a course for a sector, in a cycle. Once.

    A recognised one was followed elsewhere, with `given_by`, on the day of
    `completed_at`. It stands outside the cycles, in `cycle` 0, so that the course can be
    done here all the same; its `minutes` are 0, since nobody here planned them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="completions"
    )
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+")
    cycle = models.PositiveSmallIntegerField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    # Planned learning time of what was completed, as printed on the certificate.
    minutes = models.PositiveIntegerField()
    completed_at = models.DateTimeField()
    basis = models.CharField(
        max_length=12,
        choices=CompletionBasis.choices,
        default=CompletionBasis.COMPLETED,
    )
    given_by = models.CharField(max_length=160, blank=True)

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "sector", "cycle"],
                condition=Q(basis=CompletionBasis.COMPLETED),
                name="completion_once_per_sector_and_cycle",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "sector", "completed_at"],
                condition=Q(basis=CompletionBasis.RECOGNISED),
                name="completion_recognised_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(basis=CompletionBasis.RECOGNISED, cycle=0, minutes=0)
                & ~Q(given_by="")
                | Q(basis=CompletionBasis.COMPLETED, cycle__gte=1, given_by=""),
                name="completion_recognised_outside_cycles",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.sector_id} {self.cycle}"
