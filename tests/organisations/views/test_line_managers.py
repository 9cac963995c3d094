import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.domain.line_managers import line_manager_of, name_manager_of_place
from organisations.enums import Level
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

PAGE = reverse("organisations:line_managers", kwargs={"code": "beekstad"})


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


def department(above, code, name):
    found = OrganisationFactory(name=name, code=code, level=Level.DEPARTMENT)
    found.parent, found.path = above, f"{above.path}{found.pk}/"
    found.save()
    return found


def test_who_leads_a_place_is_named_and_taken_back(signed_in, beekstad, bob):
    desk = department(beekstad, "desk", "Dienst Burgerzaken")
    one = UserFactory()
    MembershipFactory(user=one, organisation=desk)
    text = signed_in.get(PAGE).content.decode()
    assert text.count("As above it") == 1
    assert text.count("Nobody is named.") == 1

    response = signed_in.post(
        PAGE, {"place": "desk", "manager": bob.printed_name}, follow=True
    )
    assert response.redirect_chain == [(PAGE, 302)]
    text = response.content.decode()
    assert f"Line manager at Dienst Burgerzaken: {bob.printed_name}." in text
    assert line_manager_of(one, desk, timezone.localdate()) == bob

    response = signed_in.post(PAGE, {"place": "desk", "manager": ""}, follow=True)
    assert "has no line manager of its own now." in response.content.decode()
    assert line_manager_of(one, desk, timezone.localdate()) is None


def test_nobody_from_elsewhere_is_named_and_no_place_of_another(
    signed_in, valmont, charlie
):
    for data in (
        {"place": "beekstad", "manager": charlie.email},
        {"place": "valmont", "manager": ""},
    ):
        response = signed_in.post(PAGE, data)
        assert response.status_code == 422
        assert charlie.printed_name not in response.content.decode()


def test_strangers_and_members_do_not_see_it(client, bob, charlie):
    for one in (bob, charlie):
        client.force_login(one)
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, {"place": "beekstad"}).status_code == 404


def test_the_page_costs_the_same_for_thirty_places(signed_in, beekstad, alice):
    def queries(count):
        for number in range(count):
            place = department(beekstad, f"d{count}-{number}", f"Place {number}")
            name_manager_of_place(place, alice, actor=alice, now=timezone.now())
        with CaptureQueriesContext(connection) as found:
            assert signed_in.get(PAGE).status_code == 200
        return len(found)

    assert queries(1) == queries(29)
