"""What invented learners say of a lesson of the small course."""

from courses.domain.feedback.giving import give
from courses.models import LessonFeedback
from tests.factories.courses import NOW


def say(small, enrolment, *, slug: str = "small-one", now=NOW, **said):
    """The learner's own feedback, through the domain."""
    words = {"useful": "", "clear": "", "is_wrong": False, "text": ""} | said
    return give(small.key(slug), enrolment=enrolment, language="en", now=now, **words)


def crowd(small, count: int, *, slug: str = "small-one", first: int = 0, **said):
    """Feedback of `count` people nobody knows."""
    fields = {"useful": "yes", "clear": "partly"} | said
    return LessonFeedback.objects.bulk_create(
        LessonFeedback(
            activity_id=small.key(slug),
            edition=small.course.current_edition,
            language="en",
            writer=f"nobody-{first + number}",
            month=NOW.date().replace(day=1),
            **fields,
        )
        for number in range(count)
    )
