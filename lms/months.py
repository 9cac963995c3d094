"""Counting in months, as people do."""

from calendar import monthrange
from datetime import date
from typing import TypeVar

# A date, or a moment.
Day = TypeVar("Day", bound=date)


def months_after(day: Day, months: int) -> Day:
    """The same day of the month so many months later, or before for a negative number;
    the last day where that month is too short. A moment keeps its time."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(
        year=year, month=month, day=min(day.day, monthrange(year, month)[1])
    )
