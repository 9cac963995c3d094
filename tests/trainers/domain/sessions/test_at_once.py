"""Two who want the same place at the same moment."""

import pytest

from tests.factories.threads import at_once
from tests.factories.trainers import make_person, make_session, make_world
from trainers.domain.sessions.registering import cancel_registration, sign_up
from trainers.enums import RegistrationState
from trainers.models import Registration

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.only_on("postgresql"),
]
COMING, WAITING = RegistrationState.COMING, RegistrationState.WAITING


@pytest.fixture
def world(beekstad, alice, bob, now):
    return make_world(beekstad, alice, bob, now=now)


@pytest.fixture
def people(world):
    return [make_person(f"P{n} Peeters", world.employer) for n in range(4)]


def own(session, person, now):
    return sign_up(session, person, actor=person, now=now)


def states():
    return sorted(Registration.objects.values_list("state", flat=True))


def test_the_last_place_is_one_persons(world, people, now):
    session = make_session(world, now=now, capacity=1)
    acts = [lambda one=one: own(session, one, now) for one in people]
    assert at_once(*acts) == []
    assert states() == [COMING, WAITING, WAITING, WAITING]


def test_a_button_pressed_twice_takes_one_place(world, people, now):
    session = make_session(world, now=now)
    assert at_once(*(lambda: own(session, people[0], now) for _time in range(2))) == []
    assert states() == [COMING]


def test_a_place_given_up_twice_goes_to_one(world, people, now):
    session = make_session(world, now=now, capacity=1)
    first, *_others = [own(session, one, now) for one in people]
    acts = [
        lambda: cancel_registration(first, actor=people[0], now=now) for _time in "ab"
    ]
    assert at_once(*acts) == []
    assert states() == sorted([RegistrationState.CANCELLED, COMING, WAITING, WAITING])


def test_nobody_is_in_two_sessions_at_the_same_time(world, people, now):
    sessions = [
        make_session(world, now=now),
        make_session(world, now=now, lead=world.ada),
    ]
    errors = at_once(*(lambda one=one: own(one, people[0], now) for one in sessions))
    assert [one.code for one in errors] == ["clash"]
    assert states() == [COMING]
