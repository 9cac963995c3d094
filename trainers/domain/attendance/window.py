"""From when to when the list of a training session is taken."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lms.errors import DomainError
from trainers.enums import SessionState
from trainers.models import TrainingSession

# A list is opened, and people come in, before the hour.
EARLY = timedelta(hours=2)
# So long before a block begins it is what somebody is at, and its doors are open.
DOORS = timedelta(minutes=30)
# Who left a phone in a drawer still finds it; after that the list is closed, and what
# was kept for it is forgotten.
TAKEN_WITHIN = timedelta(days=180)


def opens_at(session: TrainingSession) -> datetime | None:
    """From when on attendance of a session is taken; None where it has no day, or did
    not take place."""
    first = session.blocks.first()
    if first is None:
        return None
    is_off = session.state == SessionState.CANCELLED and first.counts is None
    return None if is_off else first.starts_at - EARLY


def why_closed(last_end: datetime | None, now: datetime) -> str:
    """Why nothing is put on a list any more whose last block ends then; "" where it is
    open. None for a session without blocks."""
    if last_end is not None and now <= last_end + TAKEN_WITHIN:
        return ""
    return _("The list of this session is closed: it was too long ago.")


def refuse_outside(session: TrainingSession, now: datetime) -> None:
    """Raises DomainError "closed" before the list of a session opens, and once it is
    closed."""
    opens = opens_at(session)
    if opens is None or now < opens:
        raise DomainError(_("The list of this session is not open yet."), code="closed")
    if problem := why_closed(session.blocks.last().ends_at, now):
        raise DomainError(problem, code="closed")
