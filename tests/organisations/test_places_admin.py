"""The tree of organisations in the content admin."""

import pytest
from django.urls import reverse

from organisations.enums import Level
from tests.factories.organisations import OrganisationFactory, UserFactory


@pytest.fixture
def administrator(client, db):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def zone(db):
    return OrganisationFactory(name="Zone", code="zone", level=Level.POLICE_ZONE)


def save(client, organisation, **changes):
    values = {
        "name": organisation.name,
        "code": organisation.code,
        "parent": organisation.parent_id or "",
        "level": organisation.level,
        "language_regime": organisation.language_regime,
        "territory": "",
        "is_active": "on",
    }
    where = reverse("places:edit", args=[organisation.pk])
    return client.post(where, values | changes)


def test_a_zone_covers_several_municipalities(administrator, zone, beekstad, valmont):
    response = save(administrator, zone, serves=[beekstad.pk, valmont.pk])

    assert response.status_code == 302
    assert set(zone.serves.all()) == {beekstad, valmont}
    save(administrator, zone)
    assert not zone.serves.exists()


def test_what_is_no_zone_covers_none(administrator, beekstad, valmont):
    response = save(administrator, beekstad, serves=[valmont.pk])

    assert response.status_code == 200
    assert "Only a police zone, or another body beside them" in response.text
    assert not beekstad.serves.exists()


def test_a_zone_covers_municipalities_alone(administrator, zone):
    other = OrganisationFactory(name="Other", code="other", level=Level.POLICE_ZONE)

    assert save(administrator, zone, serves=[other.pk]).status_code == 200
    assert not zone.serves.exists()
