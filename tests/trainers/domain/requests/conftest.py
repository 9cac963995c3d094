"""What Alice asks for Beekstad, with and without a programme."""

import pytest
from django.utils import timezone

from tests.factories.requests import make_request


@pytest.fixture
def today(now):
    return timezone.localdate(now)


@pytest.fixture
def asked(world, now):
    """Alice asks for Beekstad, in the programme that Olga owns and Lieve may lead."""
    return make_request(world.employer, world.alice, now=now, programme=world.programme)


@pytest.fixture
def unnamed(world, now):
    return make_request(world.employer, world.alice, now=now)
