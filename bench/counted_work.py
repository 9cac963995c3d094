"""Figures of a country in a world of bench.asked_world whose bodies are employers: counted
as a worker does, and read by whoever coordinates the country; in a process of its own
(bench.with_django)."""

import time
from collections import Counter
from datetime import date, timedelta

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.standing_sql import COUNTED_BY_HAND
from certificates.models import end_of
from courses.models import Course
from organisations.enums import Role
from organisations.models import Membership, Organisation, User
from tracking.domain.counts.carrying import carry
from tracking.domain.counts.reading import counted
from tracking.domain.facts import planned_anew
from tracking.domain.listing import URGENCY
from tracking.domain.rolled.trend import month_ends
from tracking.enums import CountKind
from tracking.models import (
    CountedEnding,
    CountedPart,
    CountedStanding,
    CountedTrained,
    PeopleCount,
)

TABLES = (CountedStanding, CountedEnding, CountedTrained)
# What was counted of a day, as that of another one.
COPIED_PARTS = """
INSERT INTO tracking_countedpart (count_id, organisation_id, path, places, done_at)
SELECT %(copy)s, organisation_id, path, places, done_at
FROM tracking_countedpart WHERE count_id = %(count)s
"""
COPIED_STANDINGS = """
INSERT INTO tracking_countedstanding (count_id, part_id, lowest, highest, people,
    course_id, sector_id, standing)
SELECT %(copy)s, there.id, one.lowest, one.highest, one.people, one.course_id,
    one.sector_id, one.standing
FROM tracking_countedstanding one
JOIN tracking_countedpart part ON part.id = one.part_id
JOIN tracking_countedpart there ON there.count_id = %(copy)s
    AND there.organisation_id = part.organisation_id
WHERE one.count_id = %(count)s
"""


def build(*, rounds: int) -> dict:
    """Seconds of a count, by us and by hand; {page: milliseconds of each request};
    queries, rows, and in how many numbers the two ways differ."""
    whole = Organisation.objects.get(code="asking")
    course = Course.objects.order_by("code").first()
    today = timezone.localdate()
    day = today - timedelta(days=1)
    seconds, count = _counted(day)
    by_hand, numbers = _by_hand(whole, course, day)
    _copy(count, month_ends(today))
    client = _client(whole)
    address = f"/organisation/{whole.code}/figures/"
    found = {
        "count": seconds,
        "count_by_hand": by_hand,
        "rows": sum(one.objects.filter(count=count).count() for one in TABLES),
        "differing": _differing(whole, course, day, numbers),
        "empty": _many(client, ["/bench/empty/"] * rounds),
        "first": _first(client, address, rounds=3),
        "figures": _many(client, [address] * rounds),
        "sorted": _many(client, [f"{address}?sort=-share"] * rounds),
        "csv": _many(client, [f"{address}figures.csv"] * rounds),
        "trained": _many(client, [f"{address}trained/"] * rounds),
        "queries": _queries(client, address),
    }
    for name, numbers_of in (("large", [0]), ("small", range(1, 1 + rounds))):
        made = []
        for number in numbers_of:
            body = Organisation.objects.get(code=f"body-{number}")
            pages = 1 if len(numbers_of) > 1 else rounds
            theirs = f"/organisation/{body.code}/figures/"
            one = _client(body)
            # What a body keeps of its months is no part of the page.
            one.get(theirs)
            made += _many(one, [theirs] * pages)
        found[name] = made
    return found


def _counted(day: date) -> tuple[float, PeopleCount]:
    now = timezone.now()
    count = PeopleCount.objects.create(
        kind=CountKind.CLOSING,
        day=day,
        known_on=day,
        known_at=end_of(day),
        asked_at=now,
        heard_at=now,
    )
    began = time.perf_counter()
    # Without letting others have their turn.
    carry(count.pk, clock=lambda: now)
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        for model in (CountedPart, *TABLES):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    return seconds, count


def _copy(count: PeopleCount, days: list[date]) -> None:
    for day in days:
        copy = PeopleCount.objects.get(pk=count.pk)
        copy.pk, copy.day, copy.known_on, copy.known_at = None, day, day, end_of(day)
        copy.save()
        with connection.cursor() as cursor:
            for sql in (COPIED_PARTS, COPIED_STANDINGS):
                cursor.execute(sql, {"copy": copy.pk, "count": count.pk})


def _by_hand(whole: Organisation, course: Course, day: date) -> tuple[float, Counter]:
    given = {
        "course": course.pk,
        "day": day,
        "end": end_of(day),
        "path": f"{whole.path}%",
    }
    began = time.perf_counter()
    with connection.cursor() as cursor, planned_anew():
        cursor.execute(COUNTED_BY_HAND, given)
        rows = cursor.fetchall()
    seconds = time.perf_counter() - began
    return seconds, Counter({URGENCY[one].value: people for one, people in rows})


def _differing(whole, course: Course, day: date, numbers: Counter) -> int:
    there = counted(whole, day, day, today=timezone.localdate())
    found: Counter = Counter()
    for line in there.lines(course):
        found[line.standing] += line.people
    return sum(found[one.value] != numbers[one.value] for one in URGENCY)


def _client(body: Organisation) -> Client:
    user = User.objects.create_user(f"overseer-{body.code}@bench.example")
    Membership.objects.create(
        user=user,
        organisation=body,
        role=Role.COORDINATOR,
        starts_on=timezone.localdate(),
    )
    client = Client(headers={"host": "localhost", "x-forwarded-proto": "https"})
    client.force_login(user)
    return client


def _first(client: Client, address: str, *, rounds: int) -> list[float]:
    """The page while nothing is kept of the ends of months."""
    found = []
    for _round in range(rounds):
        cache.clear()
        client.get("/bench/empty/")
        found += _many(client, [address])
    return found


def _many(client: Client, addresses: list[str]) -> list[float]:
    found = []
    for address in addresses:
        began = time.perf_counter()
        answer = client.get(address)
        # A file is made while it is read.
        if answer.streaming:
            b"".join(answer.streaming_content)
        found.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
    return found


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)
