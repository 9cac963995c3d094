"""Line managers of many people at once. Whoever calls it has checked the rules that
organisations.domain.line_managers checks for one person, and holds the locks on the
employer and on the people."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils import timezone

from lms import audit
from lms.write_back import write_back
from organisations.models import LineManager, Organisation, User

Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True)
class Named:
    """What was written for a person: the row that ended and the one that was made, None
    where there is none."""

    ended: int | None
    made: int | None


def named_now(
    employer: Organisation, people: Collection[int]
) -> dict[int, LineManager]:
    """{id of a person: what is said of who leads their work at an employer}, of those of
    whom something is."""
    rows = LineManager.objects.filter(person__in=people, place=employer, until=None)
    return {one.person_id: one for one in rows.select_related("manager")}


def leading_at(employer: Organisation) -> dict[int, int]:
    """{id of a person: that of who leads their work}, as is said of people themselves."""
    rows = LineManager.objects.filter(
        place=employer, until=None, person__isnull=False
    ).values_list("person", "manager")
    return dict(rows)


def in_circles(above: Mapping[Node, Node]) -> set[Node]:
    """Those who lead themselves, directly or through others; `above` is {one: who leads
    them}."""
    found: set[Node] = set()
    seen: set[Node] = set()
    for start in above:
        way: list[Node] = []
        step = start
        while step in above and step not in seen:
            seen.add(step)
            way.append(step)
            step = above[step]
        if step in way:
            found |= set(way[way.index(step) :])
    return found


def name_many(
    employer: Organisation,
    wanted: Mapping[User, User | None],
    *,
    actor: User | None,
    now: datetime,
) -> dict[int, Named]:
    """Say of each person who leads their work at an employer, from today on; None: nobody
    any more. Returns {id of a person: what was written}, of those for whom it was."""
    today = timezone.localdate(now)
    running = named_now(employer, [one.pk for one in wanted])
    changed = {
        person: manager
        for person, manager in wanted.items()
        if _manager_of(running.get(person.pk)) != manager
    }
    ended = [running[one.pk] for one in changed if one.pk in running]
    for one in ended:
        one.until = max(today, one.since)
    write_back(ended, ["until"])
    made = LineManager.objects.bulk_create(
        LineManager(person=person, manager=manager, place=employer, since=today)
        for person, manager in changed.items()
        if manager is not None
    )
    _record(
        employer,
        {
            person: (manager, _manager_of(running.get(person.pk)))
            for person, manager in changed.items()
        },
        actor=actor,
        now=now,
    )
    began = {one.person_id: one.pk for one in made}
    return {
        one.pk: Named(
            ended=running[one.pk].pk if one.pk in running else None,
            made=began.get(one.pk),
        )
        for one in changed
    }


def take_back_many(
    employer: Organisation,
    *,
    made: Collection[LineManager],
    ended: Collection[LineManager],
    actor: User | None,
    now: datetime,
) -> None:
    """Let what was said of people have held for no day, and what it ended go on. The
    rows stay, as all do."""
    for one in made:
        one.until = one.since
    write_back(made, ["until"])
    for one in ended:
        one.until = None
    write_back(ended, ["until"])
    gone = {one.person: one.manager for one in made}
    again = {one.person: one.manager for one in ended}
    _record(
        employer,
        {one: (again.get(one), gone.get(one)) for one in {**gone, **again}},
        actor=actor,
        now=now,
    )


def _manager_of(said: LineManager | None) -> User | None:
    return said.manager if said else None


def _record(
    employer: Organisation,
    changes: Mapping[User, tuple[User | None, User | None]],
    *,
    actor: User | None,
    now: datetime,
) -> None:
    audit.record_all(
        "organisations.line_manager_named",
        actor=actor,
        subjects={
            person: {"manager": _uuid(manager), "before": _uuid(before)}
            for person, (manager, before) in changes.items()
        },
        organisation=employer.pk,
        now=now,
    )


def _uuid(user: User | None) -> str | None:
    return str(user.uuid) if user else None
