"""Taking an answer from the queue, and putting it back: nobody marks beside another."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from quizzes.domain.marking.queue import free_for, open_to, queue_of
from quizzes.models import Marking

# So long somebody holds what they took; after that it waits for anybody again.
HELD_FOR = timedelta(minutes=45)
# Of those that wait longest, so many are tried when others take them at this moment.
TRIED = 20


def held_by(user, *, now: datetime) -> Marking | None:
    """The answer that a person has taken and not marked yet; None when the time is up,
    or when they may not mark it any more."""
    mine = open_to(user, now=now).filter(claimed_by=user, claimed_until__gt=now)
    return mine.first()


@transaction.atomic
def claim(user, marking: Marking, *, now: datetime) -> bool:
    """Take one answer, and put back what one had taken before; False when somebody else
    was faster, or when it is not this person's to mark."""
    if not open_to(user, now=now).filter(pk=marking.pk).exists():
        return False
    # On the row's own columns: of two at once the second sees what the first wrote.
    taken = (
        Marking.objects.filter(pk=marking.pk, decided_at=None, given__lt=F("needed"))
        .filter(free_for(user, now=now))
        .update(claimed_by=user, claimed_until=now + HELD_FOR)
    )
    if taken:
        _release(Marking.objects.filter(claimed_by=user).exclude(pk=marking.pk))
    return bool(taken)


def claim_next(user, *, now: datetime) -> Marking | None:
    """What a person has taken already, else the one of theirs that waits longest; None
    when nothing waits for them."""
    held = held_by(user, now=now)
    waiting = [held] if held else queue_of(user, now=now)[:TRIED]
    return next((one for one in waiting if claim(user, one, now=now)), None)


def release(user, marking: Marking) -> None:
    """Put back what one has taken. Nothing happens to what somebody else holds."""
    _release(Marking.objects.filter(pk=marking.pk, claimed_by=user))


def _release(markings) -> None:
    markings.update(claimed_by=None, claimed_until=None)
