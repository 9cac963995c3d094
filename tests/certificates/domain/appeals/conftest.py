"""Olga suspends and revokes what the owner of the programme gave Bob; Otto decides."""

import pytest

from organisations.enums import Role
from tests.factories.certificates import make_staff


@pytest.fixture
def olga(beekstad, now):
    return make_staff(beekstad, Role.PROGRAMME_OWNER, now)


@pytest.fixture
def otto(beekstad, now):
    return make_staff(beekstad, Role.PROGRAMME_OWNER, now, name="otto")
