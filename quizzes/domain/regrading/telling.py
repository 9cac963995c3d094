"""Who passes because an answer was graded again is told."""

from datetime import datetime

from django.urls import reverse

from lms.mail import Mail, send_after_commit
from quizzes.domain.titles import title_of_quiz
from quizzes.models import Attempt, Regrade


def tell_of_pass(attempt: Attempt, regrade: Regrade, *, now: datetime) -> None:
    """A letter to the learner, once; to nobody where there is no address."""
    user = attempt.enrolment.user
    if not user.email:
        return
    send_after_commit(
        Mail(
            template="quizzes/mail/regraded",
            to=[user.email],
            language=user.language,
            context={
                "quiz": title_of_quiz(attempt, user.language),
                "link": reverse("quizzes:result", args=[attempt.uuid]),
            },
            idempotency_key=f"quizzes.regraded:{regrade.pk}:{attempt.pk}",
        ),
        now=now,
    )
