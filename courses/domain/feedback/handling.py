"""A reviewer passes or withholds a text; an author says what was changed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.words import own_words, refuse_terms
from courses.enums import FeedbackText
from courses.models import LessonFeedback
from lms import audit
from lms.errors import DomainError

MOST = 1000


@transaction.atomic
def moderate(
    feedback: LessonFeedback, *, passes: bool, actor, now: datetime
) -> LessonFeedback:
    """Let the authors read a text that waits, or keep it from them. A text withheld is
    emptied: it was about a person, and nobody needs it. Twice is once."""
    feedback = LessonFeedback.objects.select_for_update(of=("self",)).get(
        pk=feedback.pk
    )
    if feedback.text_state != FeedbackText.WAITING:
        return feedback
    if passes:
        feedback.text_state = FeedbackText.PASSED
    else:
        feedback.text, feedback.text_state = "", ""
    feedback.save(update_fields=["text", "text_state"])
    _record("passed" if passes else "withheld", feedback, actor=actor, now=now)
    return feedback


@transaction.atomic
def handle(
    feedback: LessonFeedback, *, what_changed: str, actor, now: datetime
) -> LessonFeedback:
    """Mark a text as handled. Raises DomainError without a word on what was changed
    ("empty"), with a term that can stigmatise ("words": the learner reads it, ETHICS
    N1), and for a text that is not to be handled ("state")."""
    words = own_words(what_changed, most=MOST, confirmation="")
    if not words:
        raise DomainError(_("Say what was changed, or why nothing was."), code="empty")
    refuse_terms(words, actor=actor)
    feedback = LessonFeedback.objects.select_for_update(of=("self",)).get(
        pk=feedback.pk
    )
    if feedback.text_state != FeedbackText.PASSED:
        raise DomainError(
            _("This text has changed since. Look at it again."), code="state"
        )
    feedback.handled_at, feedback.handled_by = now, actor
    feedback.what_changed = words
    feedback.save(update_fields=["handled_at", "handled_by", "what_changed"])
    _record("handled", feedback, actor=actor, now=now)
    return feedback


def _record(verb: str, feedback: LessonFeedback, *, actor, now: datetime) -> None:
    audit.record(
        f"courses.feedback_{verb}",
        actor=actor,
        subject=feedback,
        now=now,
        data={"activity": str(feedback.activity_id)},
    )
