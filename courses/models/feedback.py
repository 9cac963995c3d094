import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enums import FeedbackAnswer, FeedbackText
from courses.models.courses import Activity
from courses.models.editions import Edition


class LessonFeedback(models.Model):
    """What one learner thinks of one lesson. Pseudonymous: `writer` cannot be joined to
    a person (lms.pseudonyms), `month` is the first day of the month, and there is no
    running number.

    A text is read by a reviewer before the authors see it (`text_state`). A changed
    text waits again, and is not handled any more; the audit log keeps what was done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="feedback"
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=5)
    writer = models.CharField(max_length=64)
    month = models.DateField(_("month"))
    useful = models.CharField(
        _("useful"), max_length=6, choices=FeedbackAnswer.choices, blank=True
    )
    clear = models.CharField(
        _("clear"), max_length=6, choices=FeedbackAnswer.choices, blank=True
    )
    is_wrong = models.BooleanField(_("something is wrong"), default=False)
    text = models.TextField(_("text"), blank=True)
    text_state = models.CharField(
        _("state"), max_length=8, choices=FeedbackText.choices, blank=True
    )
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    what_changed = models.TextField(_("what was changed"), blank=True)

    class Meta:
        verbose_name = _("feedback on a lesson")
        verbose_name_plural = _("feedback on lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "writer"], name="feedback_once_per_lesson"
            ),
            models.CheckConstraint(
                condition=Q(text="", text_state="") | (~Q(text="") & ~Q(text_state="")),
                name="feedback_text_has_a_state",
            ),
            models.CheckConstraint(
                condition=Q(handled_at=None, what_changed="")
                | (Q(handled_at__isnull=False) & ~Q(what_changed="")),
                name="feedback_handled_says_what_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.month}"
