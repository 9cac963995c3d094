import pytest

from tests.factories import tracking as factories
from tests.factories.reminders import TODAY


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def requirement(beekstad, course):
    """Asked of Beekstad's police since the beginning of the year; nobody is there yet."""
    return factories.make_requirement(
        beekstad, course, starts_on=TODAY.replace(month=1)
    )
