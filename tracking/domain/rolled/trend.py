"""How many held what was asked, at the ends of months."""

from datetime import date, timedelta

from django.core.cache import cache

from courses.models import Course
from lms.months import months_after
from lms.small_numbers import Group
from organisations.models import Organisation
from tracking.domain.rolled.covering import rolled_up
from tracking.domain.rolled.tree import Tree, tree_of
from tracking.tasks import count_trend

MONTHS = 13
# A month that is over changes only where something is put right.
KEPT_SECONDS = 6 * 60 * 60
# Of more people 13 months are not counted while somebody waits for the page.
MOST_AT_ONCE = 3000


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


def trend_or_wait(
    tree: Tree, course: Course, day: date, *, people: int
) -> list[tuple[date, Group]] | None:
    """The trend at once where few people are asked, or it is kept; else None, and the
    worker counts it meanwhile."""
    keys = [_key(tree, course, end, day) for end in month_ends(day)]
    if people <= MOST_AT_ONCE or len(cache.get_many(keys)) == len(keys):
        return trend_of(tree, course, day)
    body = tree.top.organisation
    # However often the page is asked for meanwhile, it is counted once.
    if cache.add(f"tracking.trend.asked.{body.pk}.{course.pk}.{day}", 1, timeout=300):
        count_trend.enqueue(body.pk, course.pk, day.isoformat())
    return None


def count_for_page(body_id: int, course_id: int, *, day: date) -> None:
    """Keep the trend of a body that a page waits for."""
    body = Organisation.objects.get(pk=body_id)
    trend_of(tree_of(body), Course.objects.get(pk=course_id), day)


def _key(tree: Tree, course: Course, end: date, day: date) -> str:
    body = tree.top.organisation
    return f"tracking.trend.{body.pk}.{course.pk}.{end}.{day}"
