"""How many held what was asked, at the ends of months. Of very many people it is read from
what was counted then (tracking.domain.counts)."""

from datetime import date, timedelta

from django.core.cache import cache

from courses.models import Course
from lms.months import months_after
from lms.small_numbers import Group
from tracking.domain.rolled.covering import rolled_up
from tracking.domain.rolled.tree import Tree

MONTHS = 13
# A month that is over changes only where something is put right.
KEPT_SECONDS = 6 * 60 * 60


def month_ends(day: date, *, months: int = MONTHS) -> list[date]:
    """The last days of the months before a day, the earliest first."""
    first = day.replace(day=1)
    return [
        months_after(first, 1 - back) - timedelta(days=1)
        for back in range(months, 0, -1)
    ]


def months_ahead(day: date, *, months: int = 12) -> list[date]:
    """The first days of this month and of those after it."""
    return [months_after(day.replace(day=1), later) for later in range(months)]


def trend_of(tree: Tree, course: Course, day: date) -> list[tuple[date, Group]]:
    """What is told of all below a body at the last 13 month ends, as is known today; a
    query each, kept for six hours."""
    ends = month_ends(day)
    keys = {end: _key(tree, course, end, day) for end in ends}
    kept = cache.get_many(keys.values())
    missing = {
        end: rolled_up(tree, course, end).group
        for end, key in keys.items()
        if key not in kept
    }
    cache.set_many(
        {keys[end]: group for end, group in missing.items()}, timeout=KEPT_SECONDS
    )
    return [(end, missing.get(end) or kept[keys[end]]) for end in ends]


def _key(tree: Tree, course: Course, end: date, day: date) -> str:
    body = tree.top.organisation
    return f"tracking.trend.{body.pk}.{course.pk}.{end}.{day}"
