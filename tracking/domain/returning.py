"""Who leaves the scope of a requirement and comes back, while their place lasted, goes
on where they were: nobody gains time by changing language, sector or function twice, or
by an end of their place that was recorded by mistake.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from organisations.models import Membership, User
from tracking.domain.dates import FOREVER
from tracking.models import Obligation, Requirement

Stay = tuple[date, date | None]


def last_of(requirement: Requirement, people: QuerySet[User]) -> dict[int, Obligation]:
    """{person: the last that was asked of them}, of those who were asked it before."""
    theirs = Obligation.objects.filter(requirement=requirement, user__in=people)
    return {one.user_id: one for one in theirs.order_by("cycle")}


def never_away(
    requirement: Requirement,
    people: QuerySet[User],
    last: Collection[Obligation],
    day: date,
) -> set[int]:
    """Those of some people who had a place in the organisation on every day since it was
    `last` asked of them, as is known today; in one query."""
    if not last:
        return set()
    places = Membership.objects.filter(
        user__in=people,
        organisation__path__startswith=requirement.organisation.path,
        is_self_declared=False,
    )
    stays: dict[int, list[Stay]] = defaultdict(list)
    for user, first, without in places.values_list("user", "starts_on", "ends_on"):
        stays[user].append((first, without))
    return {
        one.user_id for one in last if _covers(stays[one.user_id], one.closed_on, day)
    }


def _covers(stays: Iterable[Stay], since: date, day: date) -> bool:
    """Whether stays follow each other from one day to another without a gap."""
    without = since
    for first, end in sorted(stays, key=lambda stay: stay[0]):
        if first <= without:
            without = max(without, end or FOREVER)
    return without > day
