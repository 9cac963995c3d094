"""A learner says what they think of a lesson."""

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, UUIDField
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.domain.words import own_words
from courses.enums import FeedbackAnswer, FeedbackText
from courses.models import Enrolment, LessonFeedback
from lms.errors import DomainError
from lms.prepared import Given, Prepared
from lms.pseudonyms import names_of

MOST = 2000


def writers(user_id: int, activity_key: str) -> list[str]:
    """What a person is called in the feedback on one lesson."""
    return names_of(user_id, purpose=f"courses.feedback:{activity_key}")


def own_feedback(user_id: int, activity_key: str) -> LessonFeedback | None:
    """What the person said of a lesson; as many queries as there are secrets."""
    said = (
        _said.ask(activity=activity_key, writer=writer)
        for writer in writers(user_id, activity_key)
    )
    return next((rows[0] for rows in said if rows), None)


# Every lesson asks this.
_said: Prepared[LessonFeedback] = Prepared(
    lambda: LessonFeedback.objects.filter(
        activity=Given("activity", UUIDField()), writer=Given("writer", CharField())
    )
)


@transaction.atomic
def give(
    activity_key: str,
    *,
    enrolment: Enrolment,
    language: str,
    useful: str,
    clear: str,
    is_wrong: bool,
    text: str,
    confirmation: str = "",
    now: datetime,
) -> LessonFeedback:
    """Keep what a learner thinks in place of what they said before.

    Raises DomainError for nothing at all ("empty"), for an answer that there is not
    ("misfit"), and what own_words raises.
    """
    text = own_words(text, most=MOST, confirmation=confirmation)
    if not {useful, clear} <= {"", *FeedbackAnswer.values}:
        raise DomainError(
            _("That answer does not belong to this part. Load the page again."),
            code="misfit",
        )
    if not (useful or clear or is_wrong or text):
        raise DomainError(_("Choose something first."), code="empty")
    names = writers(enrolment.user_id, activity_key)
    mine = (
        LessonFeedback.objects.select_for_update(of=("self",))
        .filter(activity_id=activity_key, writer__in=names)
        .first()
    ) or LessonFeedback(activity_id=activity_key)
    if text != mine.text:
        mine.text = text
        mine.text_state = FeedbackText.WAITING if text else ""
        mine.handled_at, mine.handled_by, mine.what_changed = None, None, ""
    mine.writer = names[0]
    mine.edition_id, mine.language = enrolment.edition_id, language
    mine.month = timezone.localdate(now).replace(day=1)
    mine.useful, mine.clear, mine.is_wrong = useful, clear, is_wrong
    mine.save()
    return mine
