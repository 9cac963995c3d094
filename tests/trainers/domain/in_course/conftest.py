"""Bob in a course of which one part is done by attending a session of Lieve's."""

import pytest

from courses.domain.enrolment import enrol
from tests.factories.taught import make_taught


@pytest.fixture
def taught(world, now):
    return make_taught(world.owner_body, now=now)


@pytest.fixture
def enrolment(taught, world, now):
    return enrol(world.bob, taught.course, now=now)
