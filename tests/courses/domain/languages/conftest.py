"""A small course, whoever reviews it, and a look at how its Dutch stands."""

from datetime import date

import pytest

from courses.domain.languages.standings import languages_of
from organisations.enums import Role
from organisations.models import Membership
from tests.factories.courses import make_course
from tests.factories.organisations import UserFactory


@pytest.fixture
def small(unreleased_course):
    return unreleased_course


@pytest.fixture
def unapproved(beekstad, monkeypatch):
    """A small course whose Dutch nobody has approved."""
    monkeypatch.setattr("tests.factories.courses.approve_translations", lambda *_: None)
    return make_course(beekstad)


@pytest.fixture
def somebody(beekstad):
    """Make a person with roles at Beekstad, or elsewhere."""

    def make(*roles, at=beekstad):
        person = UserFactory()
        for role in roles:
            Membership.objects.create(
                user=person, organisation=at, role=role, starts_on=date(2020, 1, 1)
            )
        return person

    return make


@pytest.fixture
def reviewer(somebody):
    return somebody(Role.REVIEWER)


@pytest.fixture
def owner(somebody):
    return somebody(Role.PROGRAMME_OWNER)


@pytest.fixture
def dutch():
    """The cells of a course's Dutch, by the title of the text in English."""

    def look(small):
        found = languages_of(small.course, ["nl"])
        return {str(cell.thing.rows["en"]): cell for cell in found.of("nl")}

    return look
