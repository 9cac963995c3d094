"""What somebody reads of their own attendance, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from trainers.enums import RegistrationState
from trainers.models import Attendance, Registration, SessionBlock


@dataclass(frozen=True)
class Own:
    """Block by block what is known (None: nothing was said yet), and in one word how it
    stands: "running", "unsaid" where the last block is over and something was not said
    yet, "counted", "put off" where the course does not take them yet, or "short"."""

    lines: list[tuple[SessionBlock, Attendance | None]]
    state: str


def own_of(registration: Registration, *, now: datetime) -> Own | None:
    """The attendance of who is on a list; None while there is nothing to say: before it
    begins, or for who had no place and was not there."""
    rows = {
        row.block_id: row
        for row in registration.attendance.select_related("mark__made_up_in__session")
    }
    blocks = list(registration.session.blocks.all())
    begun = any(one.starts_at <= now for one in blocks)
    has_place = registration.state == RegistrationState.COMING
    if not rows and not (begun and has_place):
        return None
    lines = [(one, rows.get(one.pk)) for one in blocks]
    return Own(lines, _state(registration, lines, now))


def _state(registration: Registration, lines: list, now: datetime) -> str:
    if registration.followed_at:
        return "counted"
    if any(block.ends_at > now for block, _row in lines):
        return "running"
    if registration.attended_at:
        return "put off"
    if any(row is None for _block, row in lines):
        return "unsaid"
    return "running" if registration.is_to_weigh else "short"
