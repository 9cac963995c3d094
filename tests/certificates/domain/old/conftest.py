import pytest

from tests.factories.awards import make_member, make_owner


@pytest.fixture
def olga(beekstad):
    """A programme owner of the body that gives the certificate."""
    return make_owner(beekstad, "Olga")


@pytest.fixture
def dora(beekstad):
    return make_member(beekstad, "Dora")


@pytest.fixture
def code(rule):
    return rule.course.code
