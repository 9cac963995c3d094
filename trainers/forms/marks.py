"""What a device sends of a list, read strictly: a body that is not understood in whole is
refused in whole."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from trainers.domain.attendance.marks import MOST_AT_ONCE, Said
from trainers.domain.attendance.sending import WalkIn

# What of a text is read at all; how long a name may be is said by the domain.
MOST_TEXT = 1000
# Clocks that say another year are no clocks; far enough to add them up.
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class Body:
    marks: list[Said]
    walk_ins: list[WalkIn]
    device_now: datetime | None


def read_body(raw: bytes) -> Body:
    """Raises ValueError."""
    try:
        data = json.loads(raw)
    except RecursionError as problem:
        raise ValueError from problem
    data = _dict(data)
    marks = [_mark(_dict(one)) for one in _list(data, "marks")]
    walk_ins = [_walk_in(_dict(one)) for one in _list(data, "walk_ins")]
    if len(marks) + len(walk_ins) > MOST_AT_ONCE:
        raise ValueError
    return Body(marks, walk_ins, _moment(data.get("device_now")))


def _mark(one: dict) -> Said:
    minutes = one.get("minutes")
    if minutes is not None and type(minutes) is not int:
        raise ValueError
    return Said(
        _uuid(one, "uuid"),
        _uuid(one, "registration"),
        _uuid(one, "block"),
        _text(one, "presence"),
        minutes=minutes,
        said_at=_moment(one.get("said_at")),
    )


def _walk_in(one: dict) -> WalkIn:
    return WalkIn(
        _uuid(one, "key"),
        badge_number=_text(one, "badge_number"),
        name=_text(one, "name"),
        employer=_text(one, "employer"),
    )


def _dict(value) -> dict:
    if not isinstance(value, dict):
        raise ValueError
    return value


def _list(data: dict, name: str) -> list:
    value = data.get(name, [])
    if not isinstance(value, list):
        raise ValueError
    return value


def _text(one: dict, name: str) -> str:
    value = one.get(name, "")
    # Neither control characters nor halves of a letter, which no database keeps.
    if not isinstance(value, str) or len(value) > MOST_TEXT or not value.isprintable():
        raise ValueError
    return value


def _uuid(one: dict, name: str) -> UUID:
    value = one.get(name)
    if not isinstance(value, str):
        raise ValueError
    return UUID(value)


def _moment(value) -> datetime | None:
    if value is None:
        return None
    found = parse_datetime(value) if isinstance(value, str) else None
    if found is None or timezone.is_naive(found) or found.year not in YEARS:
        raise ValueError
    return found
