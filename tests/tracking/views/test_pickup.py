import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.models import User
from tests.factories.organisations import OrganisationFactory
from tracking.enums import PickupState
from tracking.models import Pickup, PickupFile

pytestmark = pytest.mark.django_db
PAGE = reverse("tracking:pickups")
ONE = reverse("tracking:pickup", args=["beekstad"])
STAFF = reverse("tracking:staff", args=["beekstad"])


@pytest.fixture
def signed_in(client):
    client.force_login(User.objects.create_superuser("admin@relay.example"))
    return client


def test_an_administrator_switches_it_on_for_an_organisation(signed_in, beekstad):
    assert signed_in.post(PAGE, {"organisation": "beekstad"})["Location"] == ONE
    assert "inbox/beekstad" in signed_in.get(ONE).text
    signed_in.post(ONE, {"is_on": "on", "carries_out": "on", "most_percent": "3"})
    pickup = Pickup.objects.get()
    assert (pickup.is_on, pickup.carries_out, pickup.most_percent) == (True, True, 3)
    assert not pickup.is_everybody
    assert "Beekstad" in signed_in.get(PAGE).text


def test_what_was_found_is_shown_with_its_reason(signed_in, beekstad):
    pickup = Pickup.objects.create(organisation=beekstad, set_at=timezone.now())
    PickupFile.objects.create(
        pickup=pickup,
        name="<b>.csv",
        size=1,
        sha256="x",
        state=PickupState.FAILED,
        reason="This file is empty.",
        found_at=timezone.now(),
    )
    page = signed_in.get(ONE).text
    assert "&lt;b&gt;.csv" in page
    assert "This file is empty." in page


@pytest.mark.parametrize("percent", ["0", "31", "x"])
def test_a_share_that_is_not_little_is_refused(signed_in, beekstad, percent):
    answer = signed_in.post(ONE, {"is_on": "on", "most_percent": percent})
    assert answer.status_code == 422
    assert not Pickup.objects.exists()


def test_no_organisation_is_asked_for(signed_in):
    assert signed_in.post(PAGE, {}).status_code == 422


def test_it_is_for_administrators_alone(client, alice, bob, charlie, beekstad):
    for person in (alice, bob, charlie):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
        assert client.post(ONE, {"is_on": "on", "most_percent": "3"}).status_code == 404
    assert not Pickup.objects.exists()


def test_coordinators_read_that_lists_are_fetched(client, alice, beekstad):
    client.force_login(alice)
    assert "fetched from your folder" not in client.get(STAFF).text
    pickup = Pickup.objects.create(organisation=beekstad, set_at=timezone.now())
    assert "before you confirm it" in client.get(STAFF).text
    pickup.carries_out = True
    pickup.save()
    assert "fewer than 5 %" in client.get(STAFF).text


def test_the_list_asks_as_much_of_one_as_of_thirty(signed_in, beekstad):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(PAGE)
        return len(queries)

    now = timezone.now()
    Pickup.objects.create(organisation=beekstad, set_at=now)
    asked()
    few = asked()
    for _number in range(30):
        Pickup.objects.create(organisation=OrganisationFactory(), set_at=now)
    assert asked() == few
