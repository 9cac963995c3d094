"""Numbers that were counted, as the pages of figures read them."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Min, Q, QuerySet, Sum

from certificates.models import end_of
from courses.models import Course
from lms.small_numbers import Group
from organisations.models import Organisation
from tracking.domain.counts.tally import height_of
from tracking.domain.rolled.covering import (
    group_of_many,
    group_of_pairs,
    rolled_from,
)
from tracking.domain.rolled.lines import Ending, Line
from tracking.domain.rolled.trained import Trained
from tracking.domain.rolled.tree import Employer, Tree, by_employer
from tracking.domain.scope import confirmed_on
from tracking.domain.standing import MET
from tracking.enums import CountKind, Standing
from tracking.models import (
    CountedEnding,
    CountedPart,
    CountedStanding,
    CountedTrained,
    PeopleCount,
)

# Figures of a body with at most so many places are worked out while the page waits.
MOST_AT_ONCE = 3000
# What was counted of a day that is over stays the same.
KEPT_SECONDS = 7 * 24 * 60 * 60
CURRENT = (CountKind.CLOSING, CountKind.NOW)


@dataclass(frozen=True)
class Counted:
    """What was counted of a body. `tree` is that of the moment at which it was."""

    count: PeopleCount
    tree: Tree
    height: int

    def lines(self, course: Course) -> list[Line]:
        """Where its people stand. One query."""
        rows = self._of(CountedStanding.objects.filter(course=course))
        found = rows.values_list("part__organisation", "sector", "standing", "people")
        return [
            Line(place, sector, standing, None, people)
            for place, sector, standing, people in found
        ]

    def endings(self, course: Course) -> list[Ending]:
        """In which months what they hold ends. One query."""
        rows = self._of(CountedEnding.objects.filter(course=course))
        found = rows.values_list("part__organisation", "month", "people")
        return [Ending(*one) for one in found]

    def first_year(self) -> int | None:
        """The year of the earliest training; None without any. One query."""
        rows = self._of(CountedTrained.objects.all())
        return rows.aggregate(first=Min("year"))["first"]

    def trained_since(self, year: int) -> Trained:
        """Who was trained from a year on, until the day of the count. Two queries."""
        rows = self._of(CountedTrained.objects.filter(year__gte=year))
        rows = rows.values_list("part__organisation")
        here = rows.filter(Q(before=None) | Q(before__lt=year))
        here = here.values_list("part__organisation", "sector")
        first = [(*one, 0) for one in here.annotate(number=Sum("people"))]
        years: dict[int, Counter[int]] = defaultdict(Counter)
        yearly = rows.values_list("part__organisation", "year")
        for employer, one, people in yearly.annotate(number=Sum("people")):
            years[one][employer] += people
        return Trained(
            since=year,
            whole=rolled_from(self.tree.top, by_employer(self.tree, first)),
            years={
                one: group_of_many(self.tree.top, years[one]).size_told
                for one in range(year, self.count.day.year + 1)
            },
        )

    def _of(self, rows: QuerySet) -> QuerySet:
        return _at(self.height, rows.filter(count=self.count)).filter(
            part__path__contains=_within(self.tree.top.pk)
        )


def is_large(body: Organisation | None, day: date) -> bool:
    """Whether so many work there, or at all (None), that their figures are counted in
    the background. One query, which stops counting there."""
    places = confirmed_on(day)
    if body is not None:
        places = places.filter(organisation__path__startswith=body.path)
    return places.order_by()[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE


def counted(
    body: Organisation, day: date, known_on: date | None, *, today: date
) -> Counted | None:
    """What was counted of a body on a day, as was known by the end of another where one
    is given. Of today it is what was counted last, the end of yesterday perhaps. None
    where nothing was. Three queries."""
    found = PeopleCount.objects.over(body).finished()
    if known_on is not None:
        # What was counted before the day was over is not the end of it.
        found = found.filter(day=day, known_on=known_on, known_at=end_of(known_on))
    elif day == today:
        found = found.filter(kind__in=CURRENT)
    else:
        found = found.filter(kind=CountKind.ASKED, day=day, known_on=None)
    count = found.order_by("-known_at", "-pk").first()
    return count and _trees([count], body).get(count.pk)


def counted_everywhere(course: Course) -> tuple[Counter[int], Counter[int]]:
    """By employer, how many of everybody were asked when a day was closed last, and how
    many of them held it; who has several employers counts at the first one. Two
    queries."""
    sizes: Counter[int] = Counter()
    met: Counter[int] = Counter()
    closings = PeopleCount.objects.finished().filter(kind=CountKind.CLOSING)
    last = closings.order_by("-day").first()
    rows = _at(0, CountedStanding.objects.filter(count=last, course=course))
    rows = rows.exclude(standing=Standing.EXEMPT)
    rows = rows.values_list("part__organisation", "standing")
    for employer, standing, people in rows.annotate(number=Sum("people")):
        sizes[employer] += people
        met[employer] += people if standing in MET else 0
    return sizes, met


def counted_trend(
    body: Organisation, course: Course, ends: Collection[date]
) -> list[tuple[date, Group]]:
    """What is told of all below a body at the ends of days, as was known then; of those
    that were counted. Four queries, or one once it is kept."""
    closings = PeopleCount.objects.finished().filter(
        kind=CountKind.CLOSING, day__in=ends
    )
    counts = {one.pk: one for one in closings.order_by("day")}
    keys = {pk: f"tracking.closed.{pk}.{body.pk}.{course.pk}" for pk in counts}
    kept = cache.get_many(keys.values())
    missing = [counts[pk] for pk, key in keys.items() if key not in kept]
    made = _groups(missing, body, course) if missing else {}
    cache.set_many({keys[pk]: one for pk, one in made.items()}, timeout=KEPT_SECONDS)
    groups = {pk: made.get(pk) or kept.get(key) for pk, key in keys.items()}
    return [(counts[pk].day, group) for pk, group in groups.items() if group]


def _groups(
    counts: list[PeopleCount], body: Organisation, course: Course
) -> dict[int, Group]:
    trees = _trees(counts, body)
    heights = defaultdict(list)
    for pk, one in trees.items():
        heights[one.height].append(pk)
    sums: dict[int, dict[int, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0, 0])
    )
    # One height, but where the body was moved.
    for height, pks in heights.items():
        rows = _at(height, CountedStanding.objects.filter(count__in=pks))
        rows = rows.filter(course=course, part__path__contains=_within(body.pk))
        rows = rows.exclude(standing=Standing.EXEMPT)
        rows = rows.values_list("count", "part__organisation", "standing")
        for pk, employer, standing, people in rows.annotate(number=Sum("people")):
            sums[pk][employer][0] += people
            sums[pk][employer][1] += people if standing in MET else 0
    return {pk: group_of_pairs(one.tree.top, sums[pk]) for pk, one in trees.items()}


def _trees(counts: Collection[PeopleCount], body: Organisation) -> dict[int, Counted]:
    """{count: what was counted of a body}; without those in which it was not. Two
    queries."""
    parts: dict[int, dict[int, str]] = defaultdict(dict)
    rows = CountedPart.objects.filter(count__in=counts, path__contains=_within(body.pk))
    for pk, employer, path in rows.values_list("count", "organisation", "path"):
        parts[pk][employer] = path
    known = Organisation.objects.in_bulk({pk for one in parts.values() for pk in one})
    return {
        count.pk: Counted(
            count,
            _tree(parts[count.pk], body, known),
            height_of(parts[count.pk][body.pk]),
        )
        for count in counts
        if body.pk in parts[count.pk]
    }


def _tree(
    paths: dict[int, str], body: Organisation, known: dict[int, Organisation]
) -> Tree:
    """The employers that were counted below a body."""
    found = {pk: Employer(known[pk]) for pk in paths}
    for pk, path in paths.items():
        if pk != body.pk:
            above = [int(one) for one in path.strip("/").split("/")[:-1]]
            parent = next(one for one in reversed(above) if one in found)
            found[parent].below.append(found[pk])
    for one in found.values():
        one.below.sort(key=lambda employer: employer.organisation.name.casefold())
    return Tree(found[body.pk], {pk: pk for pk in found})


def _at(height: int, rows: QuerySet) -> QuerySet:
    return rows.order_by().filter(lowest__lte=height, highest__gte=height)


def _within(pk: int) -> str:
    return f"/{pk}/"
