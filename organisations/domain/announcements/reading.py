"""What is announced to whom, and where each announcement of an organisation stands."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from lms.remembered import RememberedForAMinute
from organisations.models import Announcement, Membership, Organisation, User

# Where those stand that are for everybody: no organisation has this path.
EVERYBODY = ""


@dataclass(frozen=True)
class Board:
    """The announcements of one organisation, or of Relay: those shown now, those to come,
    and a query for those that are over or withdrawn, each the latest first. `from_above`
    are shown now too, and are for others to withdraw."""

    shown: list[Announcement]
    coming: list[Announcement]
    past: QuerySet
    from_above: list[Announcement]


def announcements_for(
    memberships: Iterable[Membership], *, now: datetime
) -> list[Announcement]:
    """What somebody with these memberships reads today, the latest first: those for
    everybody, and those of every organisation that has confirmed them, or above it.

    At most one query a minute in a process, whoever asks: a new one shows within a
    minute, and so does that one was withdrawn.
    """
    by_path = _shown.of(localdate(now), now=now)
    paths = {EVERYBODY}
    for one in memberships:
        if not one.is_self_declared:
            paths.update(_upwards(one.organisation.path))
    found = [one for path in paths for one in by_path.get(path, ())]
    return sorted(found, key=lambda one: (one.starts_on, one.pk), reverse=True)


def announcements_of(organisation: Organisation | None, *, today: date) -> Board:
    """The announcements of an organisation, for those who coordinate it; of Relay, where
    there is none."""
    own = Announcement.objects.filter(organisation=organisation).select_related(
        "organisation", "made_by"
    )
    above: list[Announcement] = []
    if organisation is not None:
        paths = set(_upwards(organisation.path)) - {organisation.path}
        above = list(
            Announcement.objects.shown_on(today)
            .filter(Q(organisation=None) | Q(organisation__path__in=paths))
            .select_related("organisation")
        )
    return Board(
        shown=list(own.shown_on(today)),
        coming=list(own.to_come(today)),
        past=own.past(today),
        from_above=above,
    )


def readers_of(organisation: Organisation | None, *, day: date) -> int:
    """How many people will see what is announced for a day, as far as is known today."""
    people = User.objects.filter(is_active=True)
    if organisation is not None:
        there = Membership.objects.confirmed_on(day).filter(
            organisation__path__startswith=organisation.path
        )
        people = people.filter(pk__in=there.values("user"))
    return people.count()


def _upwards(path: str) -> list[str]:
    """The paths of an organisation and of all above it: "/1/7/" is below "/1/"."""
    ids = path.strip("/").split("/")
    return [f"/{'/'.join(ids[:depth])}/" for depth in range(1, len(ids) + 1)]


def _read(days: Collection[date]) -> dict[date, dict[str, list[Announcement]]]:
    found = {}
    for day in days:
        by_path = defaultdict(list)
        rows = Announcement.objects.shown_on(day).select_related("organisation")
        for one in rows:
            path = one.organisation.path if one.organisation_id else EVERYBODY
            by_path[path].append(one)
        found[day] = dict(by_path)
    return found


_shown: RememberedForAMinute = RememberedForAMinute(_read, most=4)
