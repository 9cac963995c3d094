"""Where an organisation is typed, two of one name are never taken for each other."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from organisations.enums import Level
from organisations.models import Organisation
from tests.factories.attendance import during, make_day
from tests.factories.delivery import make_group
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import make_session
from trainers.domain.attendance.sending import WalkIn, take_sent
from trainers.forms.by_name import MunicipalityByName, OrganisationByName

pytestmark = pytest.mark.django_db


@pytest.fixture
def namesake(world):
    """Another Beekstad, in a province."""
    above = OrganisationFactory(name="Hainaut", code="hainaut", level=Level.PROVINCE)
    return OrganisationFactory(name=world.employer.name, code="twin", parent=above)


@pytest.fixture
def zone(world):
    """The police zone of the same name, which is no municipality."""
    return OrganisationFactory(
        name=world.employer.name, code="zone", level=Level.POLICE_ZONE
    )


@pytest.mark.parametrize("field", [OrganisationByName, MunicipalityByName])
def test_a_name_that_two_have_is_refused_with_what_to_type(world, namesake, field):
    form_field = field()
    name = world.employer.name
    with pytest.raises(Exception, match="Hainaut") as problem:
        form_field.clean(name)
    assert problem.value.code == "several"
    assert form_field.clean(f"{name} (Hainaut)") == namesake
    assert form_field.clean(f"{name} ({world.employer.code})") == world.employer
    assert form_field.prepare_value(namesake) == f"{name} (Hainaut)"


def test_a_police_zone_of_the_same_name_is_no_municipality(world, zone):
    field = MunicipalityByName()
    assert field.clean(world.employer.name) == world.employer
    assert field.prepare_value(world.employer) == world.employer.name


def test_one_that_is_closed_is_not_meant_and_its_name_still_shown(world, namesake):
    Organisation.objects.filter(pk=namesake.pk).update(is_active=False)
    field = OrganisationByName()
    assert field.clean(world.employer.name) == world.employer
    assert field.prepare_value(namesake) == namesake.name


def test_forms_suggest_what_tells_them_apart(client, world, namesake, now):
    group = make_group(world, now=now, municipality=namesake)
    session = make_session(world, now=now)
    session.places.all().delete()
    session.places.create(organisation=namesake)
    client.force_login(world.lieve)
    for path in (
        reverse("trainers:group_change", args=[group.uuid]),
        reverse("trainers:session_change", args=[session.uuid]),
    ):
        shown = client.get(path).content.decode()
        name = world.employer.name
        for label in (f"{name} (Hainaut)", f"{name} ({world.employer.code})"):
            assert f'<option value="{label}"></option>' in shown
        # What it is now is filled in so that it is understood again.
        assert shown.count(f'value="{name} (Hainaut)"') == 2


def test_who_walks_in_of_one_of_two_is_asked_which(world, namesake, now):
    now = now.replace(hour=9) - timedelta(days=1)
    session = make_day(world, now=now)
    name = world.employer.name

    def send(said):
        one = WalkIn(uuid.uuid4(), name=f"Nele {said}"[:40], employer=said)
        return take_sent(session, walk_ins=[one], by=world.lieve, now=during(now))

    [refusal] = send(name).refused.values()
    assert f"{name} (Hainaut)" in refusal
    for said in (f"{name} (Hainaut)", "twin"):
        assert send(said).refused == {}
    assert {one.employer for one in session.registrations.all()} == {namesake}
