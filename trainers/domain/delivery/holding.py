"""A delivered group held by one transaction at a time, and the trail of what was done
with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.models import User
from trainers.enums import GroupState
from trainers.models import DeliveredGroup


def locked(group: DeliveredGroup) -> DeliveredGroup:
    """A group whose row is locked until the end of the transaction: its meetings are
    written by one at a time."""
    rows = DeliveredGroup.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("programme", "municipality", "organiser").get(
        pk=group.pk
    )


def locked_running(group: DeliveredGroup) -> DeliveredGroup:
    """The same, as `refuse_ended` says."""
    held = locked(group)
    refuse_ended(held)
    return held


def refuse_ended(group: DeliveredGroup) -> None:
    """Raises DomainError "ended" for a group that is finished or stopped."""
    if group.state != GroupState.RUNNING:
        raise DomainError(
            _("This group is finished or stopped. Take that back first."), code="ended"
        )


def record(
    what: str,
    group: DeliveredGroup,
    *,
    actor: User,
    now: datetime,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Write in the audit log that a group was `what`, such as "finished". `data` holds
    numbers and ids, never the words of a note."""
    audit.record(
        f"trainers.group_{what}",
        actor=actor,
        subject=group,
        organisation=group.organiser_id,
        data={"group": str(group.uuid), "state": group.state, **(data or {})},
        now=now,
    )
