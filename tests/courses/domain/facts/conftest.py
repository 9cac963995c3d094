from datetime import date

import pytest
from django.utils import timezone

from courses.enums import ReplacementStep
from organisations.enums import Role
from tests.factories.facts import index_lessons, make_fact, writer

Step = ReplacementStep


@pytest.fixture
def now():
    """The real moment: roles are held from it on."""
    return timezone.now()


@pytest.fixture
def today(now) -> date:
    return timezone.localdate(now)


@pytest.fixture
def small(draft_course):
    index_lessons()
    return draft_course


@pytest.fixture
def author(beekstad, now):
    return writer(beekstad, Role.AUTHOR, now=now)


@pytest.fixture
def owner(beekstad, now):
    """Leads the programme: publishes facts and pages."""
    return writer(beekstad, Role.PROGRAMME_OWNER, now=now)


@pytest.fixture
def stranger(valmont, now):
    return writer(valmont, Role.PROGRAMME_OWNER, now=now)


@pytest.fixture
def new(small, beekstad):
    return make_fact(beekstad)
