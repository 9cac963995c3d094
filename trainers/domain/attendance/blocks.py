"""What is kept of a block once it has begun: who led it, and whether that counts."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from trainers.domain.sessions.holding import locked
from trainers.domain.sessions.readiness import counts_on, lead_of
from trainers.enums import KNOWN_SESSIONS
from trainers.models import SessionBlock, TrainingSession

logger = logging.getLogger(__name__)


def hold_begun(session: TrainingSession, *, now: datetime) -> int:
    """Write down of each block that has begun who led it, and whether they were
    accredited for it on that day, where that is not known yet; returns how many. Another
    lead afterwards changes nothing of it (TRAINERS 4.2). The caller holds the lock."""
    if session.state not in KNOWN_SESSIONS:
        return 0
    begun = list(session.blocks.filter(counts=None, starts_at__lte=now))
    for block in begun:
        block.held_by = lead_of(session)
        block.counts = counts_on(session, timezone.localdate(block.starts_at))
        block.save(update_fields=["held_by", "counts"])
    return len(begun)


def hold_all_begun(now: datetime) -> int:
    """Do so for every session; returns how many blocks. One that fails is logged and
    does not stop the others."""
    begun = SessionBlock.objects.filter(
        counts=None, starts_at__lte=now, session__state__in=KNOWN_SESSIONS
    )
    sessions = TrainingSession.objects.filter(pk__in=begun.values("session"))
    held = 0
    for session in sessions.order_by("pk"):
        try:
            with transaction.atomic():
                held += hold_begun(locked(session), now=now)
        except Exception:
            logger.exception("Blocks of session %s were not held", session.pk)
    return held


def forget_held(block: SessionBlock, *, now: datetime) -> None:
    """A block that is moved to a time to come has not begun after all."""
    if block.starts_at > now:
        block.held_by, block.counts = None, None
