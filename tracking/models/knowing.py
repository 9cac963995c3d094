"""Rows that are intervals, and since when that is known."""

from datetime import date, datetime

from django.db.models import Q


def in_force(day: date, known_at: datetime | None, *, until: str, noted: str) -> Q:
    """Rows that hold on a day; where a moment is given, as was recorded before it.

    `until` names the first day without, `noted` the moment at which that was recorded.
    Where nobody noted it, it counts as known since the row was recorded.
    """
    begun = Q(starts_on__lte=day)
    not_over = Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": day})
    if known_at is None:
        return begun & not_over
    not_known_yet = Q(**{f"{noted}__gte": known_at})
    return begun & Q(recorded_at__lt=known_at) & (not_over | not_known_yet)
