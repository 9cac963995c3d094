"""In which territory trainers count."""

import pytest

from organisations.enums import Level
from organisations.models import Organisation
from tests.factories.organisations import OrganisationFactory
from trainers.domain.report.territories import territories_of

pytestmark = pytest.mark.django_db


def body(name: str, level: Level, above: Organisation | None = None) -> Organisation:
    return OrganisationFactory(name=name, code=name.lower(), level=level, parent=above)


@pytest.fixture
def tree():
    country = body("Country", Level.FEDERAL)
    region = body("Region", Level.REGION, country)
    province = body("Province", Level.PROVINCE, region)
    town = body("Town", Level.MUNICIPALITY, province)
    return {
        "country": country,
        "region": region,
        "province": province,
        "town": town,
        "desk": body("Desk", Level.DEPARTMENT, town),
        "staff": body("Staff", Level.DEPARTMENT, province),
        "city": body("City", Level.MUNICIPALITY, region),
        "alone": body("Alone", Level.MUNICIPALITY),
    }


def named(tree, above: str | None = None, *places: str) -> dict[str, str]:
    found = territories_of(
        [tree[one].pk for one in places or tree], tree[above] if above else None
    )
    return {one: found[tree[one].pk].name for one in places or tree}


def test_an_employer_counts_in_its_province_or_what_stands_in_its_place(tree):
    assert named(tree) == {
        "country": "Country",
        "region": "Region",
        "province": "Province",
        "town": "Province",
        "desk": "Province",
        "staff": "Province",
        "city": "Region",
        "alone": "Alone",
    }


def test_below_a_body_the_next_bodies_are_told(tree):
    assert named(tree, "region", "region", "province", "desk", "city") == {
        "region": "Region",
        "province": "Province",
        "desk": "Province",
        "city": "City",
    }
    # A department is part of the body itself.
    assert named(tree, "province", "staff", "desk") == {
        "staff": "Province",
        "desk": "Town",
    }


def test_nobody_works_nowhere():
    assert territories_of([], None) == {}
