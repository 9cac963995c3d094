"""Olga owns the programmes of Beekstad, Oscar those of Valmont."""

import pytest
import time_machine

from organisations.enums import Role
from organisations.models import User
from tests.factories.certificates import make_staff


@pytest.fixture
def olga(beekstad, now):
    return make_staff(beekstad, Role.PROGRAMME_OWNER, now)


@pytest.fixture
def oscar(valmont, now):
    return make_staff(valmont, Role.PROGRAMME_OWNER, now)


@pytest.fixture
def administrator(db):
    return User.objects.create_superuser("root@relay.example", language="en")


@pytest.fixture
def today(now):
    """Everything happens at noon of the day of award."""
    with time_machine.travel(now, tick=False):
        yield now


@pytest.fixture
def olgas(client, olga, today):
    client.force_login(olga)
    return client
