"""What the quiz of an attempt is called."""

from courses.domain.manifest import outline_of
from lms.texts import Spoken
from quizzes.models import Attempt


def title_of_quiz(attempt: Attempt, language: str) -> Spoken:
    """As the edition of the attempt names it, in `language` or the nearest it has."""
    outline = outline_of(attempt.edition_id)
    _module, activity = outline.find(attempt.activity_id)
    spoken = outline.language_for(language)
    return Spoken(activity["title"][spoken], spoken)
