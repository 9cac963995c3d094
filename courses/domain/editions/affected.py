"""Whom a release concerns: how many people, where they work and in which sector.

Counts only, and none of a small group (lms.small_numbers): who releases an edition has
no business with names. The groups come from the floors that know them
(courses.registries.ReleaseEffect).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses import registries
from courses.models import Completion, Course, EditionContent, Enrolment
from lms.small_numbers import Total, shown, total_of
from organisations.enums import Level
from organisations.models import Membership, Organisation, Sector, User

# By name; a column is named by its number.
ORDERS = ("place", "sector")
# A department or a service counts as part of the body it belongs to.
PARTS = (Level.DEPARTMENT, Level.OTHER)


@dataclass(frozen=True)
class Row:
    """People of one body and sector; None where they are too few to be shown."""

    place: str
    sector: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True)
class Affected:
    """A table: a column per group, a row per body and sector, and the totals."""

    columns: list[str]
    rows: list[Row]
    totals: list[Total]


def learning(course: Course, day: date):
    """Who is in the middle: in the course, with nothing completed this time."""
    completed = Completion.objects.filter(
        enrolment=OuterRef("pk"), cycle=OuterRef("cycle")
    )
    begun = Enrolment.objects.begun()
    return begun.filter(~Exists(completed), course=course).values("user")


def completed(course: Course, day: date):
    """Who completed the course, this time or before."""
    return Completion.objects.filter(enrolment__course=course).values("enrolment__user")


def learners_on(pages: Iterable[Page]) -> int:
    """How many people are in the middle of an edition that holds one of these pages or
    something below it, in any language. They keep it, whatever becomes of the page."""
    places = Q(pk__in=[])
    for page in pages:
        places |= Q(path__startswith=page.path)
    keys = Page.objects.filter(places).values("translation_key")
    held = EditionContent.objects.filter(edition=OuterRef("edition"), activity__in=keys)
    done = Completion.objects.filter(enrolment=OuterRef("pk"), cycle=OuterRef("cycle"))
    learning = Enrolment.objects.begun().filter(~Exists(done), Exists(held))
    return learning.aggregate(people=Count("user", distinct=True))["people"]


def affected_by_release(course: Course, *, day: date, order: str = "") -> Affected:
    """Whom a release concerns on a day, in an order of ORDERS or by the number of a
    column; else the largest groups first.

    A person counts once, where they have belonged longest. One query per group, and
    two for all the names.
    """
    effects = sorted(registries.release_effects.values(), key=lambda e: e.position)
    groups = [(str(one.label), one.people(course, day)) for one in effects]
    return table_of(groups, day=day, order=order)


def table_of(
    groups: Sequence[tuple[str, QuerySet]], *, day: date, order: str = ""
) -> Affected:
    """The table of groups: each with the heading of its column, and a query for ids of
    users; in an order as above."""
    counts = defaultdict(lambda: [0] * len(groups))
    bodies, names = _bodies()
    for column, (_heading, group) in enumerate(groups):
        for organisation, sector, people in _counted(group, day):
            counts[bodies.get(organisation), sector][column] += people
    sectors = {sector.pk: str(sector) for sector in Sector.objects.all()}
    rows = [
        Row(
            names.get(body) or _("No confirmed place"),
            sectors.get(sector) or _("No sector said"),
            tuple(shown(count) for count in row),
        )
        for (body, sector), row in counts.items()
    ]
    rows.sort(key=_order(order, len(groups)))
    return Affected(
        columns=[heading for heading, _group in groups],
        rows=rows,
        totals=[
            total_of(row.counts[column] for row in rows)
            for column in range(len(groups))
        ],
    )


def _order(order: str, columns: int) -> Callable[[Row], tuple]:
    """How rows are sorted: by what is shown, so that it says nothing of what is not."""
    if order == "place":
        return lambda row: (row.place, row.sector)
    if order == "sector":
        return lambda row: (row.sector, row.place)
    first = int(order) if order in map(str, range(columns)) else 0

    def largest_first(row: Row) -> tuple:
        counts = [-(count or 0) for count in row.counts]
        return (counts[first] if counts else 0, counts, row.place, row.sector)

    return largest_first


def _counted(people, day: date):
    """(organisation id, sector, how many) of the users that a query names."""
    places = (
        Membership.objects.on(day)
        .filter(user=OuterRef("pk"), is_self_declared=False)
        .order_by("starts_on", "pk")
    )
    return (
        User.objects.filter(pk__in=people)
        .annotate(place=Subquery(places.values("organisation")[:1]))
        .values_list("place", "sector")
        .annotate(people=Count("pk"))
        .order_by()
    )


def _bodies() -> tuple[dict[int, int], dict[int, str]]:
    """{organisation id: id of the body it is a part of}, and the names of all."""
    rows = Organisation.objects.values_list("pk", "path", "level", "name")
    found = {pk: (path, level) for pk, path, level, _name in rows}
    levels = {pk: level for pk, (_path, level) in found.items()}
    bodies = {pk: _body_of(path, levels) for pk, (path, _level) in found.items()}
    return bodies, {pk: name for pk, _path, _level, name in rows}


def _body_of(path: str, levels: dict[int, str]) -> int:
    """The nearest one upward that is no part of another, else the one at the root."""
    chain = [int(pk) for pk in path.split("/") if pk]
    whole = [pk for pk in chain if levels[pk] not in PARTS]
    return (whole or chain[:1])[-1]
