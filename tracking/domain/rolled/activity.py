"""What was done on a funding line, or in a pilot: people trained, those with a
certificate, and hours where they are known.

Everybody counts once, where and when they were first trained on it. What is told of few
people: lms.small_numbers.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from lms.small_numbers import Group, group_of, group_of_parts, slices_of
from organisations.domain.flags import flags_within
from organisations.models import Flag, Membership, Organisation
from tracking.domain.facts import as_day, select_from
from tracking.domain.rolled.trained import FACTS, HERE, facts_of, trainings_between

ROWS = f"{HERE} SELECT * FROM here ORDER BY day, id"  # noqa: S608 # nosec B608 - words of ours


@dataclass(frozen=True)
class Share:
    """What one organisation did: `people` of whom so many are certified, and hours of
    learning that their courses plan; None where that is known of nobody, or few people
    are behind it."""

    organisation: Organisation
    starts_on: date
    ends_on: date | None
    people: Group
    hours: int | None


@dataclass(frozen=True)
class Activity:
    """The report of a line. `quarters` are (year, quarter) with (people, certified); None
    where that is not told. `unknown_hours`: somebody was trained elsewhere, where nobody
    planned hours."""

    name: str
    people: Group
    hours: int | None
    shares: list[Share]
    quarters: dict[tuple[int, int], tuple[int | None, int | None]]
    unknown_hours: bool


@dataclass
class _Sum:
    people: set[int] = field(default_factory=set)
    certified: set[int] = field(default_factory=set)
    minutes: int = 0
    quarters: dict = field(default_factory=lambda: defaultdict(set))


def activity_of(
    body: Organisation, kind: str, name: str, *, today: date
) -> Activity | None:
    """The report of a pilot or a funding line, over all parts of a body that are marked
    with it; None where none is."""
    flags = [
        one
        for one in flags_within(body).filter(kind=kind)
        if one.name.casefold() == name.casefold()
    ]
    if not flags:
        return None
    sums, unknown = _summed(body, flags, today)
    groups = {
        one.pk: group_of(len(sums[one.pk].people), len(sums[one.pk].certified))
        for one in flags
    }
    people = group_of_parts(groups.values())
    shares = [
        Share(
            one.organisation,
            one.starts_on,
            one.ends_on,
            groups[one.pk],
            _hours(groups[one.pk], sums[one.pk].minutes),
        )
        for one in sorted(flags, key=lambda one: str(one.organisation).casefold())
    ]
    told = all(groups[one.pk].size_told.is_known for one in flags)
    minutes = sum(one.minutes for one in sums.values())
    return Activity(
        name=flags[0].name,
        people=people,
        hours=_hours(people, minutes) if told else None,
        shares=shares,
        quarters=_quarters(people, sums.values()),
        unknown_hours=unknown,
    )


def _summed(
    body: Organisation, flags: list[Flag], today: date
) -> tuple[dict[int, _Sum], bool]:
    """{flag: what was done under it}, and whether hours of somebody are unknown; one
    query for the trainings and one for the places."""
    first = min(one.starts_on for one in flags)
    paths = dict(Organisation.objects.within(body).values_list("pk", "path"))
    sums: dict[int, _Sum] = {one.pk: _Sum() for one in flags}
    where: dict[int, int] = {}
    unknown = False
    # Whoever never had a place that is marked was not trained there.
    marked = Q(pk__in=[])
    for one in flags:
        marked |= Q(organisation__path__startswith=one.organisation.path)
    theirs = Membership.objects.filter(marked, is_self_declared=False)
    trainings = trainings_between(first, today).filter(
        enrolment__user__in=theirs.values("user")
    )
    rows = select_from(facts_of(trainings), FACTS, ROWS, [f"{body.path}%"])
    for row in rows:
        day, user = as_day(row["day"]), row["user_id"]
        found = _flag_of(flags, paths[row["place"]], day)
        if found is None:
            continue
        counted = sums[where.setdefault(user, found.pk)]
        if user not in counted.people:
            quarter = day.year, (day.month + 2) // 3
            counted.quarters[quarter].add(user)
        counted.people.add(user)
        if row["certificates"]:
            counted.certified.add(user)
        counted.minutes += row["minutes"]
        unknown = unknown or not row["minutes"]
    return sums, unknown


def _flag_of(flags: list[Flag], path: str, day: date) -> Flag | None:
    return next(
        (
            one
            for one in flags
            if path.startswith(one.organisation.path) and one.meets(day, day)
        ),
        None,
    )


def _hours(people: Group, minutes: int) -> int | None:
    return round(minutes / 60) if people.size_told.is_known and minutes else None


def _quarters(people: Group, sums) -> dict:
    counted: dict[tuple[int, int], set[int]] = defaultdict(set)
    certified: set[int] = set()
    for one in sums:
        certified |= one.certified
        for quarter, users in one.quarters.items():
            counted[quarter] |= users
    pairs = {
        quarter: (len(users), len(users & certified))
        for quarter, users in sorted(counted.items())
    }
    return slices_of(people, pairs)
