"""People who are counted in the background, without its worker."""

from datetime import date, datetime

from certificates.models import end_of
from tracking.domain.counts.carrying import carry
from tracking.enums import CountKind
from tracking.models import PeopleCount


def count_closing(day: date, *, now: datetime | None = None) -> PeopleCount:
    """The end of a day, counted on the next one."""
    made = make_count(day, known_on=day, kind=CountKind.CLOSING, now=now)
    carry(made.pk, clock=lambda: made.asked_at)
    made.refresh_from_db()
    return made


def make_count(
    day: date,
    *,
    known_on: date | None = None,
    kind: str = CountKind.NOW,
    body=None,
    now: datetime | None = None,
    **fields,
) -> PeopleCount:
    """One that nobody has begun."""
    now = now or end_of(known_on or day)
    return PeopleCount.objects.create(
        kind=kind,
        body=body,
        day=day,
        known_on=known_on,
        known_at=end_of(known_on) if known_on else now,
        asked_at=now,
        heard_at=now,
        language="en",
        **fields,
    )
