"""Pages of who is covered in a world of bench.asked_world, asked one after the other, and
what they ask the database; in a process of its own (bench.with_django)."""

import time
from datetime import date, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.standing_sql import BY_HAND
from certificates.models import end_of
from courses.models import Course
from organisations.models import Organisation, User
from tracking.domain.coverage import Narrowing, people_of
from tracking.domain.facts import planned_anew
from tracking.domain.listing import URGENCY

PAGE = 50


def build(*, bodies: int, rounds: int, whole_rounds: int) -> dict:
    """{"body" and "whole": {figure: milliseconds of each request}}, numbers of queries,
    and in how many numbers of people the two ways differ. Of `bodies` bodies each is
    looked at in turn, `rounds` in all; the first one is among them."""
    client = Client(headers={"host": "localhost", "x-forwarded-proto": "https"})
    client.force_login(User.objects.get(email="coordinator@bench.example"))
    course = Course.objects.order_by("code").first()
    today = timezone.localdate()
    whole = Organisation.objects.get(code="asking")
    parts = [
        Organisation.objects.get(code=f"body-{number % bodies}")
        for number in range(rounds)
    ]
    # What a process reads once is no cost of a page.
    client.get(_address(parts[0]))
    return {
        "body": _measured(client, parts, course, today),
        "whole": _measured(client, [whole] * whole_rounds, course, today),
        "queries": _queries(client, [whole, *parts[:5]]),
        "differing": _differing([whole, *parts[:5]], course, today),
        "people_in_whole": _people(whole, course, today),
        "people_in_first": _people(parts[0], course, today),
    }


def _measured(client: Client, places: list, course: Course, today: date) -> dict:
    earlier = today - timedelta(days=150)
    known = {"on": earlier, "known": today - timedelta(days=100)}
    return {
        "today": [_page(client, one) for one in places],
        "earlier": [_page(client, one, on=earlier) for one in places],
        "known": [_page(client, one, **known) for one in places],
        "overdue": [_page(client, one, standing="overdue") for one in places],
        "search": [_page(client, one, q="aerts-12") for one in places],
        "last": [_page(client, one, page=99999) for one in places],
        "asked": [_asked(one, course, today) for one in places],
        "by_hand": [_by_hand(one, course, today)[0] for one in places],
        "empty": [_timed(lambda: client.get("/bench/empty/"))[0] for one in places],
    }


def _address(place: Organisation) -> str:
    return f"/organisation/{place.code}/"


def _page(client: Client, place: Organisation, **query) -> float:
    milliseconds, answer = _timed(lambda: client.get(_address(place), query))
    if answer.status_code != 200:
        raise RuntimeError(f"{place}: {answer.status_code}")
    return milliseconds


def _asked(place: Organisation, course: Course, day: date) -> float:
    people = people_of(place, course, day, Narrowing())
    return _timed(lambda: people.page(1, PAGE))[0]


def _by_hand(place: Organisation, course: Course, day: date) -> tuple[float, list]:
    given = {
        "course": course.pk,
        "day": day,
        "end": end_of(day),
        "path": f"{place.path}%",
    }
    with connection.cursor() as cursor:

        def ask() -> list:
            with planned_anew():
                cursor.execute(BY_HAND, given)
            return cursor.fetchall()

        return _timed(ask)


def _differing(places: list, course: Course, day: date) -> int:
    """How many numbers are not the same by hand."""
    found = 0
    for place in places:
        counts = people_of(place, course, day, Narrowing()).counts()
        _milliseconds, rows = _by_hand(place, course, day)
        ours = [counts.by_standing.get(one.value, 0) for one in URGENCY]
        found += sum(a != b for a, b in zip(ours, rows[0][0], strict=True))
    return found


def _queries(client: Client, places: list) -> list[int]:
    counts = []
    for place in places:
        with CaptureQueriesContext(connection) as queries:
            client.get(_address(place))
        counts.append(len(queries))
    return counts


def _people(place: Organisation, course: Course, day: date) -> int:
    return people_of(place, course, day, Narrowing()).counts().total


def _timed(act) -> tuple[float, object]:
    began = time.perf_counter()
    made = act()
    return (time.perf_counter() - began) * 1000, made
