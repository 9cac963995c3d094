"""The code in the room: another one every half minute, so that a picture of it is worth
nothing to who is not there."""

from datetime import datetime
from hashlib import sha256

from django.utils.crypto import constant_time_compare, salted_hmac

from trainers.models import SessionBlock

STEP_SECONDS = 30
# The one that is shown and the one before it: who began to type has time to end.
STEPS_TAKEN = 2
DIGITS = 6


def code_at(block: SessionBlock, now: datetime) -> str:
    """The code of a block at a moment, to be typed: as many digits as DIGITS."""
    return _typed(block, _step(now))


def token_at(block: SessionBlock, now: datetime) -> str:
    """The same as it stands in the address that a QR code leads to: too long to guess."""
    return _digest(block, _step(now))[:20]


def seconds_left(now: datetime) -> int:
    """How long the present code is still shown, in whole seconds, at least one."""
    return STEP_SECONDS - int(now.timestamp()) % STEP_SECONDS


def is_code(block: SessionBlock, given: str, now: datetime) -> bool:
    """Whether a typed code, spaces aside, or the one of an address is good at a moment."""
    given = "".join(given.split())
    return any(
        constant_time_compare(given, good)
        for step in range(_step(now) - STEPS_TAKEN + 1, _step(now) + 1)
        for good in (_typed(block, step), _digest(block, step)[:20])
    )


def is_typed(given: str) -> bool:
    """Whether it is a code as it is typed, and not the one of an address: so short that
    whoever takes it limits how often one may try."""
    return len("".join(given.split())) <= DIGITS


def _step(now: datetime) -> int:
    return int(now.timestamp()) // STEP_SECONDS


def _digest(block: SessionBlock, step: int) -> str:
    return salted_hmac(
        "trainers.check-in", f"{block.uuid}:{step}", algorithm="sha256"
    ).hexdigest()


def _typed(block: SessionBlock, step: int) -> str:
    number = int(sha256(_digest(block, step).encode()).hexdigest(), 16)
    return f"{number % 10**DIGITS:0{DIGITS}}"
