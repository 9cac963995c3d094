from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enums import DuplicationState
from courses.models.courses import Course
from courses.models.long_work import LongWork
from organisations.models import Organisation


class Duplication(LongWork):
    """That a course is being copied, by whose wish, and how far it is.

    `target` is the new course, from the moment it was asked for; None once it is gone,
    as after a copy that was refused. A worker that takes over finds what is
    there already. `practice_for` is the organisation that is to practise in it; None for
    any other copy.
    """

    source = models.ForeignKey(
        Course, on_delete=models.CASCADE, related_name="duplications"
    )
    target = models.OneToOneField(
        Course, on_delete=models.SET_NULL, null=True, related_name="duplication"
    )
    practice_for = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+"
    )
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=160)
    state = models.CharField(
        max_length=12,
        choices=DuplicationState.choices,
        default=DuplicationState.UNDER_WAY,
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("copy of a course")
        verbose_name_plural = _("copies of courses")
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=False)
                | ~Q(state=DuplicationState.UNDER_WAY),
                name="duplication_has_its_target",
            ),
            models.UniqueConstraint(
                fields=["practice_for"],
                condition=Q(state=DuplicationState.UNDER_WAY),
                name="duplication_one_practice_course_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.code}"
