"""What learners leave in the live parts of lessons."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.courses import Activity
from courses.models.enrolments import Enrolment
from lms import sealed


class ReflectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A learner's own. There is nobody else to whom these rows are shown."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()


class Reflection(models.Model):
    """What a learner wrote for themselves at one question of a lesson.

    `part` is the block's id, the same in every language and edition, and in a copy of
    the lesson: only with the activity it says which one is meant. `question` is what
    was asked, in `language`, when the text was last changed: it stays readable when the
    lesson has moved on. The text is sealed for its writer (lms.sealed).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reflections"
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="reflections"
    )
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=40)
    question = models.TextField()
    language = models.CharField(max_length=5)
    sealed_text = models.TextField()
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "activity", "part"], name="reflection_once_per_part"
            ),
            models.CheckConstraint(
                condition=models.Q(changed_at__gte=models.F("written_at")),
                name="reflection_changed_after_written",
            ),
        ]

    def __str__(self) -> str:
        return self.part

    @property
    def text(self) -> str | None:
        """What was written; None when the server's secret has changed since."""
        try:
            return sealed.unseal(self.sealed_text, purpose=purpose_of(self.user_id))
        except sealed.Unreadable:
            return None


def purpose_of(user_id: int) -> str:
    """What a person's reflections are sealed for."""
    return f"courses.reflection:{user_id}"
