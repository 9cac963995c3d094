from datetime import datetime

import pytest
from django.utils import timezone

from organisations.domain.invitations.making import (
    invite,
)
from organisations.models import User
from tests.factories import organisations as factories


@pytest.fixture
def now() -> datetime:
    """The real moment: views read the clock."""
    return timezone.now()


@pytest.fixture
def police(db):
    return factories.SectorFactory()


@pytest.fixture
def beekstad(db):
    return factories.beekstad()


@pytest.fixture
def valmont(db):
    return factories.valmont()


@pytest.fixture
def alice(db):
    return factories.alice()


@pytest.fixture
def bob(db):
    return factories.bob()


@pytest.fixture
def charlie(db):
    return factories.charlie()


@pytest.fixture
def administrator(db):
    return User.objects.create_superuser("root@relay.example", printed_name="Root")


@pytest.fixture
def invited(alice, beekstad, police, now):
    """An open invitation to Beekstad, for somebody without an account, in Dutch."""
    return invite(
        beekstad,
        email="nieuw@beekstad.example",
        printed_name="Żaneta Nieuw",
        sector=police,
        language="nl",
        actor=alice,
        now=now,
    )
