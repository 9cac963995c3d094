import pytest

from organisations.enums import Role
from tests.factories.certificates import make_staff, more_certificates


@pytest.fixture
def olga(beekstad, now):
    """Owns the programmes of Beekstad."""
    return make_staff(beekstad, Role.PROGRAMME_OWNER, now)


@pytest.fixture
def oscar(valmont, now):
    """Owns the programmes of Valmont."""
    return make_staff(valmont, Role.PROGRAMME_OWNER, now)


@pytest.fixture
def three(certificate, now):
    return [certificate, *more_certificates(certificate, 2, now=now)]
