import pytest

from tests.factories.courses import make_course
from tests.factories.organisations import OrganisationFactory
from tests.factories.staff import stop_workers
from tests.factories.tracking import make_department


@pytest.fixture
def beekstad(db):
    """Not that of the folder above: here some tests open transactions of their own."""
    return OrganisationFactory(name="Beekstad", code="beekstad")


@pytest.fixture
def small_course(beekstad):
    small = make_course(beekstad)
    small.release_as_made()
    return small


@pytest.fixture
def police(beekstad):
    return make_department(beekstad, "beekstad-police", "Police of Beekstad")


@pytest.fixture
def youth(beekstad):
    return make_department(beekstad, "beekstad-youth", "Youth service of Beekstad")


@pytest.fixture(autouse=True)
def waiting(monkeypatch):
    return stop_workers(monkeypatch)
