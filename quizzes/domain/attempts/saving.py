"""Saving answers while an attempt is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import BigIntegerField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exercises import kind_of
from lms.errors import DomainError
from lms.prepared import Given, Prepared
from quizzes.domain.attempts.reading import fold_answers
from quizzes.domain.attempts.rules import can_be_checked, checks
from quizzes.domain.clock import is_over, time_up
from quizzes.domain.versions import content_in
from quizzes.models import Answer, Attempt, AttemptItem

NOT_AT_ALL = timedelta()
CLOSED = gettext_lazy("This quiz was handed in already. The answers of then are kept.")
CHECKED = gettext_lazy(
    "You had the answer to this question checked. The answer of then is kept."
)


class AttemptClosed(DomainError):  # noqa: N818 -- a state, not a fault
    """The attempt was handed in: what is saved now would not count."""


class AnswerChecked(DomainError):  # noqa: N818 -- a state, not a fault
    """The answer was checked: what is right is known, and it takes no other."""


@transaction.atomic
def save_answer(
    item: AttemptItem,
    payload,
    *,
    client: UUID,
    sequence: int,
    language: str,
    now: datetime,
    waited: timedelta = NOT_AT_ALL,
) -> None:
    """Append an answer; the same (client, sequence) again changes nothing.

    `payload` None takes the answer back. Acknowledge it when the transaction has
    committed, not before. `now` is when it was received, `waited` how long the device
    had held it by then: what was given elsewhere meanwhile is newer. Raises
    InvalidAnswer, AttemptClosed when the attempt was handed in or its time is up, or
    AnswerChecked.
    """
    answer = None
    if payload is not None:
        content = content_in(item.version, language)
        answer = kind_of(content).clean(content, payload)
    attempt = _locked_open(item, now=now)
    if checks(attempt) and _is_checked(item):
        raise AnswerChecked(str(CHECKED))
    Answer.objects.bulk_create(
        [
            Answer(
                item=item,
                client=client,
                sequence=sequence,
                payload=answer,
                received_at=now,
                waited=_seconds(waited, most=now - attempt.started_at),
            )
        ],
        ignore_conflicts=True,
    )


# Asked for each answer that is saved, and only inside a transaction.
_LOCKED: Prepared[Attempt] = Prepared(
    lambda: Attempt.objects.select_for_update(of=("self",)).filter(
        pk=Given("attempt", BigIntegerField())
    )
)


def _locked_open(item: AttemptItem, *, now: datetime) -> Attempt:
    # The lock orders what follows against handing in: it lands before it or not at all.
    (attempt,) = _LOCKED.ask(attempt=item.attempt_id)
    if attempt.submitted_at is not None:
        raise AttemptClosed(str(CLOSED))
    if is_over(attempt, now=now):
        raise AttemptClosed(time_up(attempt))
    return attempt


def _is_checked(item: AttemptItem) -> bool:
    # Asked anew: it may have been checked while this save waited for the lock.
    return AttemptItem.objects.filter(pk=item.pk, checked_at__isnull=False).exists()


@transaction.atomic
def check_answer(item: AttemptItem, *, now: datetime) -> None:
    """The learner wants to know whether what they answered is right: from now on it
    stays. Twice is once.

    Raises AttemptClosed as save_answer does, and DomainError where the quiz tells nothing
    before handing in ("later") or there is no answer yet ("open").
    """
    _locked_open(item, now=now)
    if not can_be_checked(item):
        raise DomainError(
            _("What is right in this question is told after handing in."), code="later"
        )
    if item.pk not in fold_answers(item.answers.all()):
        raise DomainError(_("Answer the question first."), code="open")
    AttemptItem.objects.filter(pk=item.pk, checked_at=None).update(checked_at=now)


def _seconds(waited: timedelta, *, most: timedelta) -> float:
    """A device's clock may be set anew; nothing was given before the attempt began."""
    return max(NOT_AT_ALL, min(waited, most)).total_seconds()


def is_outdone(item: AttemptItem, *, client: UUID) -> bool:
    """Whether what counts of a question came from somewhere else than `client`."""
    counting = fold_answers(item.answers.all()).get(item.pk)
    return counting is not None and counting.client != client


@dataclass(frozen=True)
class Posted:
    """Where a plain form stood when it was sent.

    `shown` is the id of the answer it was filled with, None when it came up empty.
    `client` and `sequence` say which of a page's changes it holds; both None when the
    page has no script, or nothing was changed on it. `waited` as in save_answer.
    """

    shown: int | None = None
    client: UUID | None = None
    sequence: int | None = None
    waited: timedelta = NOT_AT_ALL


def save_posted_answer(
    item: AttemptItem, data, *, posted: Posted, language: str, now: datetime
) -> bool:
    """Save what a form posted; False when the learner changed nothing on its page.

    A page that was open while the question was answered elsewhere still shows the old
    state: sending it on untouched must not undo the newer answer.
    """
    content = content_in(item.version, language)
    payload = kind_of(content).read(content, data)
    if posted.client is None:
        shown = item.answers.filter(pk=posted.shown).first() if posted.shown else None
        if payload == (shown.payload if shown else None):
            return False
    save_answer(
        item,
        payload,
        client=posted.client or uuid4(),
        sequence=posted.sequence or 0,
        language=language,
        now=now,
        waited=posted.waited,
    )
    return True


def flag(item: AttemptItem, *, flagged: bool) -> None:
    """The learner's own bookmark on a question."""
    AttemptItem.objects.filter(pk=item.pk).update(flagged=flagged)
