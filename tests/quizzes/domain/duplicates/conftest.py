import pytest

from courses.models import Course
from organisations.models import Organisation
from quizzes.models import Bank
from tests.factories.organisations import OrganisationFactory


def bank_of(owner, code: str) -> Bank:
    course = Course.objects.create(code=f"course-{code}", owner=owner)
    return Bank.objects.create(course=course, code=code, name=code.title())


@pytest.fixture
def beekstad(db) -> Organisation:
    """Without a course: the questions of a made one are all alike but for numbers."""
    return OrganisationFactory(name="Beekstad", code="beekstad")


@pytest.fixture
def bank(beekstad) -> Bank:
    """Of Beekstad, without questions."""
    return bank_of(beekstad, "signs")


@pytest.fixture
def sister(beekstad) -> Bank:
    """Another of Beekstad, of another course."""
    return bank_of(beekstad, "words")


@pytest.fixture
def foreign(valmont) -> Bank:
    """Of Valmont."""
    return bank_of(valmont, "foreign")
