from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from organisations.models import Organisation


class Suggestion(models.Model):
    """That an organisation put a course before one of its people, who may take it or
    not: nothing is asked and nothing is due.

    It is no enrolment: whoever begins enrols, for the edition and the sector of that
    day. `told_at` is when the mail was written, or when there was nothing more to tell;
    None while it waits for the hours of mail. `put_away_at` is when its person said no.
    `act` is the same for all that were suggested at once. `withdrawn_at` is when the
    organisation took it back: it stays as a trace, and lets nobody in any more.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="suggestions"
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    put_away_at = models.DateTimeField(null=True)
    act = models.UUIDField(default=uuid4, editable=False, db_index=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(told_at__isnull=True),
                name="suggestion_not_told",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course", "organisation"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="suggestion_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.course_id}"
