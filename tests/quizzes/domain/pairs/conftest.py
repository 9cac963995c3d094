import pytest

from courses.domain.enrolment import enrol
from tests.factories.courses import afresh, standing
from tests.factories.pairs import released_pair


@pytest.fixture(scope="module")
def standing_pair(django_db_setup, django_db_blocker):
    with standing(released_pair, django_db_blocker) as small:
        yield small


@pytest.fixture
def pair(standing_pair, db):
    """Released once."""
    return afresh(standing_pair)


@pytest.fixture
def beekstad(pair):
    return pair.course.owner


@pytest.fixture
def enrolment(pair, bob, now):
    return enrol(bob, pair.course, now=now)
