"""Everybody trained in a programme, as its owner looks at them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.attendance import after, make_day
from tests.factories.followed import answer, make_plan, make_trained
from tests.factories.trainers import make_programme
from trainers.domain.attendance.blocks import hold_all_begun
from trainers.domain.implementation.reading import (
    called,
    in_order,
    summary_of,
    trained_in,
)
from trainers.enums import State
from trainers.models import Accreditation
from trainers.plan_enums import Help, Hindrance, Progress

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(world):
    return make_programme(world.owner_body, code="other")


@pytest.fixture
def trained(world, programme, now):
    """Adam a month ago, Bob three and Zoë nine months ago."""
    return [
        make_trained(world, one, now=now, months=months, programme=programme)
        for one, months in (("Adam Bos", 1), (world.bob, 3), ("Zoë Claes", 9))
    ]


def names(rows) -> list[str]:
    return [one.name.split()[0] for one in rows]


def among(rows, show) -> list[str]:
    return names([one for one in rows if one.is_among(show)])


def test_the_list_says_what_was_planned_done_and_said(programme, trained, now):
    adam, bob, _zoe = trained
    make_plan(adam, now=now, groups=2)
    make_plan(adam, now=now, groups=4)
    answer(bob, 3, now=now, help_wanted=(Help.CALL, Help.MATERIALS))
    rows = trained_in(programme, now.date())
    assert names(rows) == ["Adam", "Bob", "Zoë"]
    first, second, third = rows
    assert (first.plan.version, first.plan.groups_planned) == (2, 4)
    assert first.next.waits
    assert second.last.months == 3
    assert second.help_wanted == [Help.CALL, Help.MATERIALS]
    assert (second.next.months, second.next.waits) == (6, False)
    assert third.plan is None
    assert third.next.months == 6


def test_the_choices(programme, trained, now):
    adam, bob, _zoe = trained
    answer(adam, 1, now=now, help_wanted=(Help.NOTHING,))
    answer(bob, 3, now=now, help_wanted=(Help.CALL,))
    rows = trained_in(programme, now.date())
    assert among(rows, "") == ["Adam", "Bob", "Zoë"]
    assert among(rows, "nothing") == ["Adam", "Bob", "Zoë"]
    assert among(rows, "waits") == ["Zoë"]
    assert among(rows, "help") == ["Bob"]


def test_who_led_something_led_not_nothing(world, now):
    make_day(world, now=now)
    hold_all_begun(after(now))
    rows = trained_in(world.programme, now.date() + timedelta(days=40))
    assert among(rows, "nothing") == ["Ada", "Amir"]


def test_who_withdrew_is_not_there_and_who_lapsed_is_not_asked(programme, trained, now):
    Accreditation.objects.filter(pk=trained[0].pk).update(state=State.WITHDRAWN)
    Accreditation.objects.filter(pk=trained[1].pk).update(state=State.LAPSED)
    rows = trained_in(programme, now.date())
    assert names(rows) == ["Bob", "Zoë"]
    assert not rows[0].is_asked
    assert rows[0].next is None


def test_who_is_on_the_way_is_not_trained_yet(way, now):
    way.to(State.IN_TRAINING)
    assert "Bob" not in names(trained_in(way.world.programme, now.date()))


def test_the_summary_counts_what_was_asked_and_answered(programme, trained, now):
    adam, bob, _zoe = trained
    answer(adam, 1, now=now)
    answer(bob, 3, now=now, progress=Progress.BEGUN)
    found = summary_of(trained_in(programme, now.date()), now.date())
    assert (found.trained, found.nothing_led) == (3, 3)
    # One of Adam, two of Bob, three of Zoë.
    assert (found.answered, found.asked) == (2, 6)
    assert found.hindrances is None


def test_hindrances_are_counted_once_five_people_said_something(world, programme, now):
    rows = [
        make_trained(world, f"Person{n} Adams", now=now, programme=programme)
        for n in range(5)
    ]
    for one in rows[:4]:
        answer(one, 1, now=now, hindrances=(Hindrance.NO_TIME,))
    day = now.date()
    assert summary_of(trained_in(programme, day), day).hindrances is None
    answer(rows[4], 1, now=now, hindrances=(Hindrance.NOTHING,))
    # What somebody said before counts no more.
    answer(rows[0], 1, now=now, hindrances=(Hindrance.TOO_FEW,))
    found = summary_of(trained_in(programme, day), day)
    assert found.saying == 5
    assert found.hindrances == [(Hindrance.NO_TIME, 3), (Hindrance.TOO_FEW, 1)]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", "Adam Bob Zoë"),
        ("-name", "Zoë Bob Adam"),
        ("trained", "Zoë Bob Adam"),
        ("-trained", "Adam Bob Zoë"),
        ("first", "Zoë Adam Bob"),
        ("-first", "Adam Zoë Bob"),
        ("led", "Adam Bob Zoë"),
        ("next", "Zoë Adam Bob"),
    ],
)
def test_orders_have_what_has_no_day_last(programme, trained, now, order, expected):
    adam, _bob, zoe = trained
    make_plan(adam, now=now, first_on=now.date() + timedelta(days=20))
    make_plan(zoe, now=now, first_on=now.date() + timedelta(days=10))
    rows = trained_in(programme, now.date())
    assert " ".join(names(in_order(rows, order))) == expected


def test_people_are_found_by_a_part_of_their_name(programme, trained, now):
    rows = trained_in(programme, now.date())
    assert names(called(rows, "zOË")) == ["Zoë"]
    assert len(called(rows, "")) == 3


def test_many_take_as_many_queries_as_one(world, programme, now):
    day = now.date()
    make_plan(make_trained(world, "Adam Bos", now=now, programme=programme), now=now)
    with CaptureQueriesContext(connection) as one:
        summary_of(trained_in(programme, day), day)
    for number in range(5):
        mine = make_trained(
            world, f"Person{number} Adams", now=now, programme=programme
        )
        make_plan(mine, now=now)
        answer(mine, 1, now=now)
    with CaptureQueriesContext(connection) as many:
        summary_of(trained_in(programme, day), day)
    assert len(one) == len(many)
