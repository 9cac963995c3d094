"""Bob, of the police of Beekstad, on his way to being a trainer."""

import pytest

from tests.factories.trainers import Way, make_world


@pytest.fixture
def world(beekstad, alice, bob, now):
    return make_world(beekstad, alice, bob, now=now)


@pytest.fixture
def way(world, now):
    return Way(world, now)
