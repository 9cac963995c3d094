"""Whose report somebody reads, and how exactly."""

import pytest
from django.contrib.auth.models import AnonymousUser

from organisations.enums import Level, Role
from organisations.models import Organisation
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import make_person, make_programme
from trainers.domain.report.scope import (
    ALL,
    is_exact,
    reads_report,
    scope_of,
    scopes_for,
)

pytestmark = pytest.mark.django_db


def below(above: Organisation, name: str, level: Level) -> Organisation:
    return OrganisationFactory(name=name, code=name.lower(), level=level, parent=above)


@pytest.fixture
def province(world):
    """Waterkant, with a town below it."""
    made = below(world.owner_body, "Waterkant", Level.PROVINCE)
    below(made, "Dijkstad", Level.MUNICIPALITY)
    return made


def keys(user) -> list[str]:
    return [one.key for one in scopes_for(user)]


def test_an_owner_reads_of_each_programme_and_of_all(world):
    assert keys(world.olga) == ["programme:frontline"]
    make_programme(world.owner_body, code="another")
    assert keys(world.olga) == [ALL, "programme:another", "programme:frontline"]
    assert all(is_exact(world.olga, one) for one in scopes_for(world.olga))


def test_a_coordinator_reads_of_their_own_body_as_it_is(world, valmont):
    assert keys(world.alice) == ["body:beekstad"]
    assert is_exact(world.alice, scope_of(world.alice, "body:beekstad"))
    assert scope_of(world.alice, "body:valmont") is None
    assert scope_of(world.alice, "programme:frontline") is None


def test_a_body_above_employers_reads_in_fives_and_of_those_below(world, province):
    pia = make_person("Pia Province", province, Role.AUDITOR)
    assert keys(pia) == ["body:waterkant"]
    assert not is_exact(pia, scope_of(pia, "body:waterkant"))
    # Of an employer below they read no names, so no exact numbers either.
    assert not is_exact(pia, scope_of(pia, "body:dijkstad"))
    tess = make_person(
        "Tess Town", Organisation.objects.get(code="dijkstad"), Role.AUDITOR
    )
    assert is_exact(tess, scope_of(tess, "body:dijkstad"))
    assert scope_of(tess, "body:waterkant") is None


def test_departments_have_no_report_and_are_in_that_of_their_employer(world):
    youth = below(world.employer, "Youth", Level.DEPARTMENT)
    dora = make_person("Dora Dept", youth, Role.COORDINATOR)
    assert keys(dora) == []
    assert not reads_report(dora)
    assert scope_of(dora, "body:youth") is None
    assert is_exact(world.alice, scope_of(world.alice, "body:beekstad"))


def test_learners_trainers_and_strangers_have_none(world):
    for user in (world.bob, world.lieve):
        assert keys(user) == []
        assert not reads_report(user)
        assert scope_of(user, "body:beekstad") is None
        assert scope_of(user, ALL) is None
    assert reads_report(world.alice)
    assert reads_report(world.olga)
    assert scope_of(AnonymousUser(), "body:beekstad") is None


def test_what_nobody_could_have_asked_for_is_nothing(world):
    for key in ("", "body:", "body", "programme:none", "x:y", ":"):
        assert scope_of(world.olga, key) is None
