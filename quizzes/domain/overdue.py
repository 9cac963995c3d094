"""Attempts whose time is up are handed in, whether or not anybody looks."""

import logging
from datetime import datetime, timedelta

from quizzes.domain.attempts import submit_attempt
from quizzes.domain.clock import is_over
from quizzes.models import Attempt

logger = logging.getLogger(__name__)

# An answer that was received in time may still wait for its turn to be written.
ON_ITS_WAY = timedelta(seconds=30)
# The tick comes each minute, and goes on where it was.
MOST_AT_ONCE = 500


def close_if_over(attempt: Attempt, *, now: datetime) -> Attempt:
    """Hand an attempt in whose time is up, as of its deadline. Others stay as they are."""
    if attempt.submitted_at is not None or not is_over(attempt, now=now):
        return attempt
    return submit_attempt(attempt, language=attempt.language, now=now)


def close_overdue(now: datetime) -> int:
    """Hand in what nobody has looked at since its time was up; returns how many. A
    certificate does not wait for its holder to come back. One that cannot be handed in is
    logged, stays for the next time, and does not stop the others."""
    overdue = Attempt.objects.filter(
        submitted_at=None, deadline_at__lt=now - ON_ITS_WAY
    ).order_by("deadline_at")
    closed = 0
    for attempt in overdue[:MOST_AT_ONCE]:
        try:
            close_if_over(attempt, now=now)
        except Exception:
            logger.exception("Attempt %s could not be handed in", attempt.pk)
        else:
            closed += 1
    return closed
