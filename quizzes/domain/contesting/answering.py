"""Somebody who writes for the owner of the course answers."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.domain.words import own_words, refuse_terms
from lms import audit
from lms.errors import DomainError
from lms.mail import Mail, send_after_commit
from quizzes.domain.titles import title_of_quiz
from quizzes.enums import ContestOutcome
from quizzes.models import Contest

MOST = 2000


@transaction.atomic
def answer_contest(
    contested: Contest, *, outcome: str, words: str, actor, now: datetime
) -> Contest:
    """Answer, once; the learner is written to. Putting a question right is another act
    (quizzes.domain.regrading), which concerns everybody who was asked it.

    Raises DomainError without an outcome ("outcome") or words ("empty"), with words that
    a learner is not to read ("people", "words"), for one's own ("own") and for what is
    open no more ("state").
    """
    said = own_words(words, most=MOST, confirmation="")
    if outcome not in ContestOutcome.values:
        raise DomainError(_("Choose what becomes of the result."), code="outcome")
    if not said:
        raise DomainError(_("Say why: the learner reads it."), code="empty")
    refuse_terms(said, actor=actor)
    contested = (
        Contest.objects.select_for_update(of=("self",))
        .select_related("attempt__enrolment__user")
        .get(pk=contested.pk)
    )
    if not contested.is_open:
        raise DomainError(
            _("It was answered or withdrawn meanwhile. Nothing was sent."), code="state"
        )
    if contested.attempt.enrolment.user_id == actor.pk:
        raise DomainError(_("Somebody else has to answer this one."), code="own")
    contested.outcome, contested.answer = outcome, said
    contested.answered_at, contested.answered_by = now, actor
    contested.save()
    audit.record(
        "quizzes.contest_answered",
        actor=actor,
        subject=contested,
        now=now,
        data={"outcome": outcome, "in_time": now <= contested.due_at},
    )
    _tell(contested, now)
    return contested


def _tell(contested: Contest, now: datetime) -> None:
    user = contested.attempt.enrolment.user
    if not user.email:
        return
    result = reverse("quizzes:result", args=[contested.attempt.uuid])
    send_after_commit(
        Mail(
            template="quizzes/mail/contest_answered",
            to=[user.email],
            language=user.language,
            context={
                "quiz": title_of_quiz(contested.attempt, user.language),
                "link": f"{result}#contested",
            },
            idempotency_key=f"quizzes.contest_answered:{contested.pk}",
        ),
        now=now,
    )
