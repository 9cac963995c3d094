import pytest

from quizzes.domain.marking.giving import give_mark
from tests.factories.courses import afresh, standing
from tests.factories.marking import given_of, make_marker, make_written_course
from tests.factories.organisations import OrganisationFactory


@pytest.fixture(scope="module")
def standing_course(django_db_setup, django_db_blocker):
    def build():
        small = make_written_course()
        small.release()
        return small

    with standing(build, django_db_blocker) as small:
        yield small


@pytest.fixture
def course(standing_course, db):
    """Its quiz asks three questions, two of them to write; 80 % pass."""
    return afresh(standing_course)


@pytest.fixture
def markers(course):
    return [make_marker(course) for _one in range(4)]


@pytest.fixture
def mark(now):
    """Somebody gives an answer so many of its three points."""

    def one(marking, marker, thirds, *, words="Say more.", at=now):
        return give_mark(
            marking, given_of(marking.item, thirds, words), marker=marker, now=at
        )

    return one


@pytest.fixture
def beekstad(db):
    """Employs Alice and Bob, and owns no course."""
    return OrganisationFactory(name="Beekstad", code="beekstad")
