"""A learner contests a result, or takes that back."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.words import own_words
from lms import audit
from lms.errors import DomainError
from quizzes.models import Attempt, AttemptItem, Contest

MOST = 1000


def can_contest(attempt: Attempt) -> bool:
    """Whether there is still something to look at: it was handed in, and its answers are
    kept."""
    return attempt.submitted_at is not None and attempt.answers_gone_at is None


@transaction.atomic
def contest(
    attempt: Attempt,
    item: AttemptItem | None,
    *,
    reason: str,
    confirmation: str = "",
    now: datetime,
) -> Contest:
    """Contest one question of an attempt, or its whole result where `item` is None.

    Raises DomainError for what is not handed in or not kept any more ("gone"), for what
    was contested already ("twice"), without a reason ("empty"), and what own_words
    raises: a reason is about the question and names nobody.
    """
    words = own_words(reason, most=MOST, confirmation=confirmation)
    if not words:
        raise DomainError(_("Say in a few words what is not right."), code="empty")
    # The lock also keeps what is contested from being deleted meanwhile.
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if not can_contest(attempt):
        raise DomainError(
            _("The answers are not kept any more, so nobody can look at them again."),
            code="gone",
        )
    standing = attempt.contests.filter(item=item, withdrawn_at=None)
    if standing.exists():
        raise DomainError(_("You have contested this already."), code="twice")
    made = Contest.objects.create(
        attempt=attempt,
        item=item,
        reason=words,
        made_at=now,
        due_at=now + timedelta(days=settings.RELAY_CONTEST_DAYS),
    )
    audit.record(
        "quizzes.contested",
        actor=None,
        subject=made,
        now=now,
        data={"due": made.due_at},
    )
    return made


@transaction.atomic
def withdraw(contested: Contest, *, now: datetime) -> Contest:
    """Take it back, and delete its reason. Twice is once; raises DomainError "answered"
    for one that was answered."""
    contested = Contest.objects.select_for_update(of=("self",)).get(pk=contested.pk)
    if contested.answered_at is not None:
        raise DomainError(_("It was answered already."), code="answered")
    if contested.withdrawn_at is None:
        contested.withdrawn_at, contested.reason = now, ""
        contested.save(update_fields=["withdrawn_at", "reason"])
        audit.record(
            "quizzes.contest_withdrawn", actor=None, subject=contested, now=now
        )
    return contested
