"""Counting in the background, some employers at a time.

What is counted of a step is read first and then kept in one transaction, with the lock on
the count: an employer is counted whole or not at all, and the next worker goes on with
those that are left. One that was taken for dead and comes back keeps nothing twice. All
of it is as was known at one moment, however long it takes.
"""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.models import day_of
from courses.domain.long_work import broken_off, take_up
from courses.models import Course
from lms.chunks import Clock
from tracking.domain.counts.standings import Stood, count_standings
from tracking.domain.counts.tally import Chart, Tally
from tracking.domain.counts.trained import count_trained
from tracking.domain.queries import requirements_over
from tracking.domain.scope import confirmed_on
from tracking.enums import CountKind
from tracking.models import (
    CountedEnding,
    CountedPart,
    CountedStanding,
    CountedTrained,
    PeopleCount,
    Requirement,
)
from tracking.tasks import count_people

# About so many people are counted at a time, and at least one employer.
STEP = 100_000
# After so long other tasks have their turn.
TURN = timedelta(seconds=30)
GIVEN_UP = timedelta(hours=6)
BATCH = 2000


def carry(count_id: int, *, clock: Clock) -> None:
    """Count what is left of a count; nothing for one that is finished. `clock` tells the
    time, which goes on meanwhile."""
    chart, began = Chart(), clock()
    while _step(count_id, chart, clock=clock):
        if clock() - began > TURN:
            count_people.enqueue(count_id)
            return


def sweep(now: datetime) -> int:
    """Go on with counts that were broken off, and give up those that were so again and
    again; returns how many there were."""
    silent = broken_off(PeopleCount.objects.under_way(), now=now)
    hopeless = silent.filter(asked_at__lt=now - GIVEN_UP)
    given_up = list(hopeless)
    for one in given_up:
        _give_up(one, now=now)
    return len(given_up) + take_up(silent, count_people.enqueue, now=now)


def counts_trained(count: PeopleCount) -> bool:
    """Whether it says who was trained, too: not where it was asked for to look back."""
    yesterday = day_of(count.asked_at) - timedelta(days=1)
    is_last = count.kind == CountKind.CLOSING and count.day >= yesterday
    return count.kind == CountKind.NOW or is_last


def _give_up(count: PeopleCount, *, now: datetime) -> None:
    if count.kind == CountKind.CLOSING:
        # The end of yesterday is begun anew.
        count.delete()
        return
    with override(count.language):
        refusal = _(
            "These numbers could not be counted. Ask for them again; if that does not "
            "help, ask an administrator."
        )
    PeopleCount.objects.under_way().filter(pk=count.pk).update(
        refusal=refusal, finished_at=now, heard_at=now
    )


def _step(count_id: int, chart: Chart, *, clock: Clock) -> bool:
    """Count the next employers; False when none is left."""
    count = PeopleCount.objects.under_way().filter(pk=count_id).first()
    if count is None:
        return False
    if not count.parts.exists():
        return _begin(count, chart, now=clock())
    parts = _next(count)
    employers = [one.organisation_id for one in parts]
    stood = {
        course.pk: count_standings(
            chart, employers, course, count.day, known_at=count.known_at
        )
        for course in Course.objects.filter(pk__in=count.courses)
    }
    trained = None
    if counts_trained(count):
        trained = count_trained(chart, employers, today=count.day)
    return _keep(count, parts, stood, trained, now=clock())


def _next(count: PeopleCount) -> list[CountedPart]:
    found, people = [], 0
    for one in count.parts.filter(done_at=None).order_by("pk").iterator(BATCH):
        if found and people + one.places > STEP:
            break
        found.append(one)
        people += one.places
    return found


@transaction.atomic
def _begin(count: PeopleCount, chart: Chart, *, now: datetime) -> bool:
    """Write down which employers there are to count."""
    locked = _locked(count)
    if locked is None or locked.parts.exists():
        return locked is not None
    asked = Requirement.objects.on(locked.day, known_at=locked.known_at)
    path = "/"
    if locked.body is not None:
        path = locked.body.path
        asked = asked.filter(pk__in=requirements_over(locked.body).values("pk"))
    employers = chart.within(path)
    sizes = Counter(dict.fromkeys(employers.values(), 0))
    held = confirmed_on(locked.day, known_at=locked.known_at)
    of_place = held.filter(organisation__path__startswith=path).order_by()
    of_place = of_place.values_list("organisation").annotate(people=Count("pk"))
    for place, people in of_place:
        if place in employers:
            sizes[employers[place]] += people
    CountedPart.objects.bulk_create(
        (
            CountedPart(
                count=locked, organisation_id=pk, path=chart.paths[pk], places=places
            )
            for pk, places in sizes.items()
        ),
        batch_size=BATCH,
    )
    locked.courses = sorted(set(asked.values_list("course", flat=True)))
    locked.total, locked.heard_at = len(sizes), now
    locked.finished_at = None if sizes else now
    locked.save()
    return bool(sizes)


@transaction.atomic
def _keep(
    count: PeopleCount,
    parts: list[CountedPart],
    stood: dict[int, Stood],
    trained: Tally | None,
    *,
    now: datetime,
) -> bool:
    """Keep what was counted of some employers; nothing where somebody else did. False
    where they were the last ones."""
    locked = _locked(count)
    if locked is None:
        return False
    pks = [one.pk for one in parts]
    left = locked.parts.filter(done_at=None)
    if left.filter(pk__in=pks).count() < len(pks):
        return left.exists()
    part_of = {one.organisation_id: one.pk for one in parts}
    for course, found in stood.items():
        _write(CountedStanding, locked, part_of, found.standings, _standing, course)
        _write(CountedEnding, locked, part_of, found.endings, _ending, course)
    if trained is not None:
        _write(CountedTrained, locked, part_of, trained, _trained)
    locked.parts.filter(pk__in=pks).update(done_at=now)
    locked.done, locked.heard_at = locked.done + len(pks), now
    goes_on = locked.done < locked.total
    locked.finished_at = None if goes_on else now
    locked.save()
    return goes_on


def _write(model, count, part_of: dict[int, int], tally: Tally, named, *about) -> None:
    rows = (
        model(
            count=count,
            part_id=part_of[employer],
            lowest=lowest,
            highest=highest,
            people=people,
            **named(key, *about),
        )
        for employer, key, lowest, highest, people in tally.runs()
    )
    model.objects.bulk_create(rows, batch_size=BATCH)


def _standing(key, course: int) -> dict:
    sector, standing = key
    return {"course_id": course, "sector_id": sector, "standing": standing}


def _ending(month, course: int) -> dict:
    return {"course_id": course, "month": month}


def _trained(key) -> dict:
    return {"sector_id": key.sector, "year": key.year, "before": key.before}


def _locked(count: PeopleCount) -> PeopleCount | None:
    rows = PeopleCount.objects.under_way().select_for_update(of=("self",))
    return rows.select_related("body").filter(pk=count.pk).first()
