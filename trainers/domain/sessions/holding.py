"""A training session held by one transaction at a time, and the trail of what was done
with it."""

from datetime import datetime

from lms import audit
from organisations.models import User
from trainers.models import TrainingSession


def locked(session: TrainingSession) -> TrainingSession:
    """A session whose row is locked until the end of the transaction: two who take the
    last place wait for each other. People are locked before it
    (organisations.domain.locks)."""
    rows = TrainingSession.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("programme__owner", "organiser", "created_by").get(
        pk=session.pk
    )


def record(
    what: str, session: TrainingSession, *, actor: User | None, now: datetime
) -> None:
    """Write in the audit log that a session was `what`, such as "published"; `actor` None:
    by itself."""
    audit.record(
        f"trainers.session_{what}",
        actor=actor,
        subject=session,
        organisation=session.organiser_id,
        data={"state": session.state, "sequence": session.sequence},
        now=now,
    )
