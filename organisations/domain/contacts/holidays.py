"""The public holidays of Belgium."""

from datetime import date, timedelta
from functools import lru_cache

FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
# Easter Monday, Ascension Day and Whit Monday, in days after Easter Sunday.
AFTER_EASTER = (1, 39, 50)


def is_public_holiday(day: date) -> bool:
    return day in holidays_of(day.year)


@lru_cache(maxsize=16)
def holidays_of(year: int) -> frozenset[date]:
    """The ten public holidays of a year."""
    easter = easter_sunday(year)
    moving = {easter + timedelta(days=days) for days in AFTER_EASTER}
    return frozenset({date(year, month, day) for month, day in FIXED} | moving)


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leaps, odd = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    quarter, rest = divmod(in_century, 4)
    weekday = (32 + 2 * odd + 2 * quarter - epact - rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
