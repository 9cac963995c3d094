"""A training session stands on the first page of who comes to it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.attendance import blocks, make_day
from tests.factories.trainers import make_world

HOME = "/my/"


@pytest.fixture
def world(beekstad, alice, bob):
    return make_world(beekstad, alice, bob, now=timezone.now())


def page(client, person) -> BeautifulSoup:
    client.force_login(person)
    return BeautifulSoup(client.get(HOME).content, "html.parser")


def test_it_says_when_and_where_and_leads_there(client, world):
    session = make_day(world, world.bob, now=timezone.now(), title="Luisteren")
    found = page(client, world.bob).find("section", {"aria-labelledby": "sessions"})
    assert found.find("a")["href"] == f"/trainers/sessions/{session.uuid}/"
    text = found.get_text(" ", strip=True)
    assert "Luisteren" in text
    assert "09:00–12:30" in text
    assert "Town hall" in text


def test_who_comes_to_none_sees_no_empty_list(client, world):
    make_day(world, now=timezone.now())
    assert page(client, world.bob).find(id="sessions") is None


def test_on_the_day_it_stands_before_everything_else(client, world, time_machine):
    session = make_day(world, world.bob, now=timezone.now())

    def is_first() -> bool:
        text = page(client, world.bob).find("main").get_text()
        return text.index("Your training sessions") < text.index("Nothing is asked")

    assert not is_first()
    time_machine.move_to(blocks(session)[0].starts_at - timedelta(hours=1))
    assert is_first()


def test_from_half_an_hour_before_one_checks_in_or_opens_the_list(
    client, world, time_machine
):
    session = make_day(world, world.bob, now=timezone.now())
    block = blocks(session)[0]
    here, list_of = (
        f"/here/{block.uuid}/",
        f"/trainers/sessions/{session.uuid}/attendance/",
    )

    def targets(person) -> set[str]:
        return {one["href"] for one in page(client, person).find_all("a", href=True)}

    for minutes, at_hand in ((31, False), (30, True)):
        time_machine.move_to(block.starts_at - timedelta(minutes=minutes))
        assert (here in targets(world.bob)) is at_hand
        assert (list_of in targets(world.lieve)) is at_hand
        assert list_of not in targets(world.bob)


def test_as_many_queries_for_thirty_sessions_as_for_one(client, world):
    now = timezone.now()
    make_day(world, world.bob, now=now, days=(3,))
    page(client, world.bob)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        return len(queries)

    one = count()
    for day in range(4, 33):
        make_day(world, world.bob, now=now, days=(day,))
    assert count() == one <= 12
