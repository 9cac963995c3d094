from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from courses.models.courses import Course
from organisations.models import Organisation


class EquivalenceGroup(ClusterableModel):
    """Courses that count for each other: an e-learning, a webinar, a workshop.

    Its owner owns the courses, or stands above the bodies that do.
    """

    name = models.CharField(
        _("name"), max_length=120, help_text=_("For authors; learners do not see it.")
    )
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("equivalent courses")
        verbose_name_plural = _("equivalent courses")

    def __str__(self) -> str:
        return self.name


class Equivalent(models.Model):
    """A course is one of its group's from `starts_on` to the day before `ends_on`.

    What was completed or certified on a day counts when both courses were in the group
    on that day; it goes on counting when they no longer are.
    """

    group = ParentalKey(
        EquivalenceGroup, on_delete=models.CASCADE, related_name="members"
    )
    course = models.ForeignKey(
        Course,
        verbose_name=_("course"),
        on_delete=models.PROTECT,
        related_name="equivalences",
    )
    starts_on = models.DateField(
        _("counts from"),
        help_text=_("What was completed from this day on counts for the others."),
    )
    ends_on = models.DateField(
        _("counts no longer from"),
        null=True,
        blank=True,
        help_text=_("What was completed before this day goes on counting."),
    )

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("course that counts")
        verbose_name_plural = _("courses that count")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "course"],
                condition=Q(ends_on__isnull=True),
                name="equivalent_one_open_per_group_and_course",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="equivalent_ends_after_start",
                violation_error_message=_("The end must be after the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.course_id}"
