"""Training sessions become known, and are blocked when nobody may lead them (TRAINERS
4.2)."""

import logging
from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.models import User
from trainers.domain.periods import in_force
from trainers.domain.sessions.holding import locked, record
from trainers.domain.sessions.mailing import tell_blocked, tell_unblocked
from trainers.domain.sessions.queue import promote
from trainers.domain.sessions.readiness import (
    days_to_come,
    days_without_lead,
    refuse_unless_ready,
)
from trainers.enums import KNOWN_SESSIONS, Level, SessionRole, SessionState
from trainers.models import SessionBlock, SessionTrainer, TrainingSession

logger = logging.getLogger(__name__)


@transaction.atomic
def publish_session(
    session: TrainingSession, *, actor: User, now: datetime
) -> TrainingSession:
    """Let those it is for sign up. Again without effect. Raises DomainError "not_ready"
    with all that is missing, "cancelled" once it was cancelled."""
    held = locked(session)
    if held.state == SessionState.PUBLISHED:
        return held
    if held.state == SessionState.CANCELLED:
        raise DomainError(
            _("This session was cancelled. Duplicate it to plan it again."),
            code="cancelled",
        )
    refuse_unless_ready(held, now=now)
    held.state = SessionState.PUBLISHED
    held.save(update_fields=["state"])
    record("published", held, actor=actor, now=now)
    return held


def follow(session: TrainingSession, *, now: datetime) -> bool:
    """Block a published session that nobody may lead on a day to come, and lift that once
    somebody may; the coordinators of the organiser are told. Returns whether anything
    changed. The caller holds the lock."""
    days = days_to_come(session.blocks.all(), now)
    if not days:
        # What took place while it was blocked does not count afterwards.
        return False
    refused = days_without_lead(session, days)
    if session.state == SessionState.PUBLISHED and refused:
        _set(session, SessionState.BLOCKED, now)
        record("blocked", session, actor=None, now=now)
        texts = [date_format(day, "DATE_FORMAT") for day in refused]
        tell_blocked(session, texts, now=now)
        return True
    if session.state == SessionState.BLOCKED and not refused:
        _set(session, SessionState.PUBLISHED, now)
        record("unblocked", session, actor=None, now=now)
        tell_unblocked(session, now=now)
        promote(session, now=now)
        return True
    return False


def follow_leads(now: datetime) -> int:
    """Do so for every session to come whose lead's accreditation says otherwise than the
    session; returns how many changed. As many queries as there are days with a block."""
    changed = 0
    for session in _to_follow(now):
        try:
            with transaction.atomic():
                changed += follow(locked(session), now=now)
        except Exception:
            logger.exception("Training session %s could not be followed", session.pk)
    return changed


def _to_follow(now: datetime) -> list[TrainingSession]:
    """Published sessions with a block to come that their lead may not lead, and blocked
    ones without such a block."""
    coming = SessionBlock.objects.filter(ends_at__gt=now)
    by_day = defaultdict(list)
    for pk, session, starts_at in coming.filter(
        session__state__in=KNOWN_SESSIONS
    ).values_list("pk", "session", "starts_at"):
        by_day[timezone.localdate(starts_at)].append((pk, session))
    refused = set()
    for day, blocks in by_day.items():
        sessions = {session for _pk, session in blocks}
        led = (
            SessionTrainer.objects.filter(session__in=sessions, role=SessionRole.LEAD)
            .filter(
                Exists(
                    in_force(day).filter(
                        level=Level.ACCREDITED,
                        accreditation__person=OuterRef("person"),
                        accreditation__programme=OuterRef("session__programme"),
                        accreditation__language=OuterRef("session__language"),
                    )
                )
            )
            .values_list("session", flat=True)
        )
        refused |= sessions - set(led)
    known = TrainingSession.objects.filter(
        state__in=KNOWN_SESSIONS, pk__in=coming.values("session")
    )
    return [
        one
        for one in known.order_by("pk")
        if (one.state == SessionState.PUBLISHED) == (one.pk in refused)
    ]


def _set(session: TrainingSession, state: SessionState, now: datetime) -> None:
    # The next time that it is blocked is told as well.
    session.state, session.changed_at = state, now
    session.save(update_fields=["state", "changed_at"])
