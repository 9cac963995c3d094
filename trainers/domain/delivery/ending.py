"""Groups end: finished, stopped before that, or neither after all."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.errors import DomainError
from organisations.models import User
from trainers.domain.delivery.holding import (
    locked,
    locked_running,
    record,
    refuse_ended,
)
from trainers.domain.delivery.totals import Totals, least_meetings, totals_of
from trainers.enums import GroupState, StopReason
from trainers.models import DeliveredGroup

# So long an end can be taken back*: whoever counts groups may rely on it afterwards.
TAKE_BACK = timedelta(days=14)


def missing_to_finish(group: DeliveredGroup, totals: Totals | None = None) -> list[str]:
    """What a group lacks to be finished, in sentences. Empty: it can be. `totals` are
    those of its meetings; None: they are read."""
    totals = totals or totals_of(group.meetings.all())
    least = least_meetings(group.meetings_planned)
    found = []
    if totals.meetings < least:
        text = ngettext(
            "%(held)s of at least %(least)s meeting is written down.",
            "%(held)s of at least %(least)s meetings are written down.",
            least,
        )
        found.append(text % {"held": totals.meetings, "least": least})
    elif not totals.heads:
        found.append(_("Nobody came to any meeting. Say how many came, or stop it."))
    return found


@transaction.atomic
def finish_group(
    group: DeliveredGroup, *, actor: User, now: datetime
) -> DeliveredGroup:
    """It has run to its end. Again without effect. Raises DomainError "ended" for one
    that was stopped, and "not_ready" with all of `missing_to_finish`."""
    held = locked(group)
    if held.state == GroupState.FINISHED:
        return held
    refuse_ended(held)
    if missing := missing_to_finish(held):
        raise DomainError(" ".join(missing), code="not_ready")
    return _ended(held, GroupState.FINISHED, "", actor=actor, now=now)


@transaction.atomic
def stop_group(
    group: DeliveredGroup, *, reason: StopReason, actor: User, now: datetime
) -> DeliveredGroup:
    """It does not go on. Raises DomainError "ended", and "reason" without one of the
    list."""
    held = locked_running(group)
    if reason not in StopReason.values:
        raise DomainError(_("Choose why it stopped."), code="reason")
    return _ended(held, GroupState.STOPPED, reason, actor=actor, now=now)


def may_take_back(group: DeliveredGroup, now: datetime) -> bool:
    """Whether the end of a group can still be taken back."""
    return group.ended_at is not None and now - group.ended_at <= TAKE_BACK


@transaction.atomic
def take_back(group: DeliveredGroup, *, actor: User, now: datetime) -> DeliveredGroup:
    """It goes on after all, with all that was written down. Again without effect. Raises
    DomainError "late" when it has been over for longer than TAKE_BACK."""
    held = locked(group)
    if held.state == GroupState.RUNNING:
        return held
    if not may_take_back(held, now):
        text = _("The end of a group can be taken back for %(days)s days.")
        raise DomainError(text % {"days": TAKE_BACK.days}, code="late")
    held.state, held.stop_reason, held.ended_at = GroupState.RUNNING, "", None
    held.save(update_fields=["state", "stop_reason", "ended_at"])
    record("taken_back", held, actor=actor, now=now)
    return held


def _ended(
    group: DeliveredGroup, state: GroupState, reason: str, *, actor: User, now: datetime
) -> DeliveredGroup:
    group.state, group.stop_reason, group.ended_at = state, reason, now
    group.save(update_fields=["state", "stop_reason", "ended_at"])
    record(state.value, group, actor=actor, now=now, data={"reason": reason})
    return group
