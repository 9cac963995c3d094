"""A directory locks in the order of organisations.domain.locks: places, then whom it
names, then people in the order of their keys."""

import pytest

from interop.domain.directory.adopting import adopt
from interop.domain.directory.groups import (
    change_group,
    make_group,
    remove_group,
    settle_those_waiting,
)
from interop.domain.directory.people import bring, change, take_out
from interop.models import DirectoryPerson
from tests.factories.locks import out_of_order, recorded_locks, tables
from tests.factories.organisations import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(beekstad, directory, now):
    """Two who belong here, the one with the younger account first."""
    second = UserFactory(email="second@beekstad.example")
    first = UserFactory(email="first@beekstad.example")
    for one in (first, second):
        MembershipFactory(user=one, organisation=beekstad)
        adopt(directory, only=[one.uuid], now=now)
    return list(DirectoryPerson.objects.order_by("pk"))


def test_people_of_a_directory_come_after_its_places(directory, known, now):
    person = known[0]
    acts = (
        lambda: bring(directory, {"user_name": "new@beekstad.example"}, now=now),
        lambda: change(person, directory, {"title": "Clerk"}, now=now),
        lambda: take_out(person, directory, now=now),
    )
    for act in acts:
        with recorded_locks() as locked:
            act()
        assert out_of_order(locked) == []
        assert tables(locked)[0] == "Organisation"


def test_members_of_a_group_are_locked_all_at_once(police, directory, known, now):
    uuids = [str(one.uuid) for one in known]
    with recorded_locks() as locked:
        group = make_group(directory, name="Police", members=uuids, now=now)
    assert out_of_order(locked) == []
    assert tables(locked) == ["Organisation", "DirectoryPerson", "User"]

    with recorded_locks() as locked:
        change_group(
            group, directory, name="Youth", external_id="", members=uuids[:1], now=now
        )
    assert out_of_order(locked) == []
    with recorded_locks() as locked:
        remove_group(group, directory, now=now)
    assert out_of_order(locked) == []


def test_those_who_wait_are_locked_all_at_once(directory, known, now):
    DirectoryPerson.objects.update(waits_since=now)

    with recorded_locks() as locked:
        assert settle_those_waiting(directory, clock=lambda: now) == 2

    assert out_of_order(locked) == []
    assert tables(locked) == ["Organisation", "DirectoryPerson", "User"]


def test_a_request_locks_the_places_before_whom_it_is_about(entra, known):
    with recorded_locks() as locked:
        response = entra.patch(
            f"Users/{known[0].uuid}",
            {"op": "replace", "path": "title", "value": "Clerk"},
        )

    assert response.status_code == 200
    assert out_of_order(locked) == []
    assert tables(locked)[:2] == ["Organisation", "DirectoryPerson"]
