"""A small course, whoever reviews it, and a look at how its Dutch stands."""

from datetime import date

import pytest

from courses.domain.languages.standings import languages_of
from courses.enums import TranslationStep
from courses.models import TranslationAct
from organisations.enums import Role
from organisations.models import Membership
from tests.factories.organisations import UserFactory


@pytest.fixture
def small(unreleased_course):
    return unreleased_course


@pytest.fixture
def unapproved(small):
    """A small course whose Dutch nobody has approved."""
    TranslationAct.objects.filter(step=TranslationStep.APPROVED).delete()
    return small


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
