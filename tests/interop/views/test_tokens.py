"""The page on which a coordinator lets programs in."""

import re

import pytest
from django.urls import reverse

from interop.models import AccessToken
from organisations.enums import Role
from organisations.models import Membership
from tests.interop.conftest import Program, let_in

pytestmark = pytest.mark.django_db
ALL = "/organisation/beekstad/access/"
FORM = {
    "name": "Entra ID",
    "scopes": ["scim", "read"],
    "sector": "POL",
    "with_mails": "on",
    "last_day": "2027-11-01",
}


@pytest.fixture
def page(client, alice, that_day):
    client.force_login(alice)
    return client


def test_without_a_key_the_page_says_what_will_stand_there(page):
    said = page.get(ALL).content.decode()
    assert "No program comes in here" in said
    assert "/scim/v2" in said


def test_a_key_is_shown_once_and_works(page):
    response = page.post(ALL, FORM)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    key = re.search(r"relay_[\w-]{43}", response.content.decode())[0]
    assert Program(key).ask("GET", "/scim/v2/Users").status_code == 200
    again = page.get(ALL).content.decode()
    assert key not in again
    assert "Entra ID" in again


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scopes": []}, "Choose what the program may do."),
        ({"sector": ""}, "Choose the sector"),
        ({"last_day": "2031-01-01"}, "at most two years ahead"),
        ({"name": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(page, change, words):
    response = page.post(ALL, FORM | change)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not AccessToken.objects.exists()


def test_withdrawing_asks_first(page, beekstad, alice):
    token, key = let_in(beekstad, alice)
    path = reverse("interop:withdraw_token", args=["beekstad", token.uuid])

    assert "Withdraw the key of Entra ID?" in page.get(path).content.decode()
    assert Program(key).ask("GET", "/scim/v2/Users").status_code == 200
    response = page.post(path, follow=True)

    assert "opens nothing any more" in response.content.decode()
    assert "Withdrawn" in response.content.decode()
    assert Program(key).ask("GET", "/scim/v2/Users").status_code == 401
    assert page.get(path).status_code == 302


def test_nobody_else_finds_the_page(client, beekstad, alice, bob, charlie):
    token, _key = let_in(beekstad, alice)
    path = reverse("interop:withdraw_token", args=["beekstad", token.uuid])
    Membership.objects.create(
        user=bob,
        organisation=beekstad,
        role=Role.DEPUTY,
        starts_on="2026-01-01",
        ends_on="2030-01-01",
    )
    for somebody in (bob, charlie):
        client.force_login(somebody)
        assert client.get(ALL).status_code == 404
        assert client.post(path).status_code == 404
    token.refresh_from_db()
    assert token.withdrawn_at is None


def test_a_list_of_keys_costs_the_same_for_1_and_for_20(
    page, beekstad, alice, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    let_in(beekstad, alice)
    page.get(ALL)
    with CaptureQueriesContext(connection) as one:
        page.get(ALL)
    for _ in range(19):
        let_in(beekstad, alice)
    with CaptureQueriesContext(connection) as many:
        page.get(ALL)
    assert len(one) == len(many)
