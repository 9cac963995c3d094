import pytest

from tests.factories.certified_editions import make_delta, next_edition


@pytest.fixture
def edition(certificate, small_course):
    """The material edition that came after Bob was certified."""
    return next_edition(small_course.course)


@pytest.fixture
def delta(certificate, small_course):
    """A short course about what changed."""
    return make_delta(small_course.course)
