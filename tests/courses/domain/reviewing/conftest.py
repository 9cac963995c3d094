import pytest
from django.utils import timezone

from courses.domain.reviewing.assigning import ensure_review
from organisations.enums import Role
from organisations.models import Sector
from tests.factories.facts import writer


@pytest.fixture
def now():
    """The real moment: Wagtail reads the clock."""
    return timezone.now()


@pytest.fixture
def small(draft_course):
    ensure_review()
    return draft_course


@pytest.fixture
def author(beekstad, now):
    return writer(beekstad, Role.AUTHOR, language="fr", now=now)


@pytest.fixture
def police(beekstad, now):
    """A reviewer who works with the police."""
    return writer(beekstad, Role.REVIEWER, sector=Sector.objects.get(pk="POL"), now=now)


@pytest.fixture
def teacher(beekstad, now):
    """A reviewer who works in education."""
    return writer(
        beekstad,
        Role.REVIEWER,
        sector=Sector.objects.get(pk="EDU"),
        language="nl",
        now=now,
    )


@pytest.fixture
def owner(beekstad, now):
    return writer(beekstad, Role.PROGRAMME_OWNER, language="de", now=now)


@pytest.fixture
def stranger(valmont, now):
    return writer(valmont, Role.REVIEWER, Role.PROGRAMME_OWNER, now=now)
