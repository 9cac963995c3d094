"""What stands on the wall of the room while people check in."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from trainers.domain.attendance import codes
from trainers.enums import HOLDING_REGISTRATIONS, Presence
from trainers.models import Attendance, SessionBlock


@dataclass(frozen=True)
class Shown:
    """The present code of a block: `typed` with a space in the middle, `qr` as an address
    of a picture, black on white with its quiet zone, and for how many seconds it stands
    there."""

    typed: str
    qr: str
    seconds: int


def shown_at(block: SessionBlock, now: datetime) -> Shown:
    """What is shown of a block at a moment. The caller has seen that it is open."""
    # Inside: few who take attendance draw a code.
    import segno  # noqa: PLC0415

    code = codes.code_at(block, now)
    middle = codes.DIGITS // 2
    path = reverse(
        "trainers:check_in_by_code", args=[block.uuid, codes.token_at(block, now)]
    )
    drawn = segno.make(f"{settings.RELAY_BASE_URL}{path}", error="m", micro=False)
    return Shown(
        typed=f"{code[:middle]} {code[middle:]}",
        qr=drawn.svg_data_uri(border=4, light="#fff", omitsize=True),
        seconds=codes.seconds_left(now),
    )


def typed_at() -> str:
    """The address at which a code is typed, as people read it from a wall."""
    address = f"{settings.RELAY_BASE_URL}{reverse('trainers:here')}"
    return address.removeprefix("https://").removeprefix("http://")


def numbers_of(block: SessionBlock) -> tuple[int, int]:
    """(how many are known to be there, of how many on the list)."""
    listed = block.session.registrations.filter(
        state__in=HOLDING_REGISTRATIONS, forgotten_at=None
    )
    there = Attendance.objects.filter(block=block, registration__in=listed)
    return there.exclude(presence=Presence.AWAY).count(), listed.count()
