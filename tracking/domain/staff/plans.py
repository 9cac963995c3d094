"""What is to be written for a line of a staff list."""

from dataclasses import dataclass, field

from organisations.models import Membership, User
from tracking.enums import StaffRowState
from tracking.models import StaffImportRow


@dataclass
class Plan:
    """What is to be written for a line. The memberships hold what they are to become;
    `was` is {id of a membership: what it was before}, `others` the ids of those that the
    person had. `account` is one to be made, `fills` what an account lacks and the line
    says."""

    row: StaffImportRow
    state: StaffRowState
    user: User | None = None
    account: User | None = None
    ended: list[Membership] = field(default_factory=list)
    changed: list[Membership] = field(default_factory=list)
    started: list[Membership] = field(default_factory=list)
    changes: dict[str, list] = field(default_factory=dict)
    was: dict[int, dict] = field(default_factory=dict)
    others: list[int] = field(default_factory=list)
    fills: dict[str, object] = field(default_factory=dict)
    is_unproved: bool = False


def facts(membership: Membership) -> dict:
    """What a membership says, as it is kept with a line that changed it."""
    ends_on = membership.ends_on
    return {
        "function": membership.function,
        "badge_number": membership.badge_number,
        "starts_on": membership.starts_on.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
        "is_self_declared": membership.is_self_declared,
    }
