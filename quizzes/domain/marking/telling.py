"""A learner is told that what they wrote has been marked."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from courses.domain.manifest import outline_of
from lms.mail import Mail, send_after_commit
from quizzes.models import Attempt


def tell_learner(attempt: Attempt, *, now: datetime) -> None:
    """Send a mail with the way to the result. What it came to is not in it: a mailbox at
    work is the employer's (ETHICS P5)."""
    learner = attempt.enrolment.user
    # Who signs in by badge has no address, and finds it on the page.
    if not learner.email:
        return
    outline = outline_of(attempt.edition_id)
    _module, activity = outline.find(attempt.activity_id)
    link = reverse("quizzes:result", args=[attempt.uuid])
    send_after_commit(
        Mail(
            template="quizzes/mail/marked",
            to=[learner.email],
            language=learner.language,
            context={
                "name": learner.printed_name,
                "quiz": activity["title"][outline.language_for(learner.language)],
                "link": f"{settings.RELAY_BASE_URL}{link}",
            },
            idempotency_key=f"quizzes.marked:{attempt.pk}",
        ),
        now=now,
    )
