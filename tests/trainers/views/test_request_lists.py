"""Lists of requests for training: each person's own, by state, in pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Role
from tests.factories.requests import make_request
from tests.factories.trainers import make_person, make_programme
from tests.trainers.views.conftest import text_of

pytestmark = pytest.mark.django_db

LIST = reverse("trainers:requests")
NEW = reverse("trainers:request_new")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def period(today):
    return {"starts_on": today, "ends_on": today + timedelta(days=300)}


@pytest.fixture
def asked(world, period):
    now = timezone.now()
    return make_request(
        world.employer, world.alice, now=now, programme=world.programme, **period
    )


def page_of(request, name="request"):
    return reverse(f"trainers:{name}", args=[request.uuid])


def test_lists_are_ones_own(client, world, asked, charlie, valmont, period):
    now = timezone.now()
    make_programme(valmont, code="other")
    theirs = make_request(valmont, charlie, now=now, **period)
    client.force_login(charlie)
    page = text_of(client.get(LIST))
    assert page_of(theirs) in page
    assert page_of(asked) not in page
    client.force_login(world.alice)
    page = text_of(client.get(LIST))
    assert page_of(asked) in page
    assert page_of(theirs) not in page
    client.force_login(world.olga)
    page = text_of(client.get(LIST))
    assert page_of(asked) in page
    assert page_of(theirs) in page
    client.force_login(world.bob)
    assert "No requests here" in text_of(client.get(LIST))


def test_who_asks_and_handles_has_both_lists(client, world, asked):
    both = make_person("Both Claes", world.employer, Role.COORDINATOR)
    programme = make_programme(world.employer, code="own")
    owner = make_person("Second Claes", world.employer, Role.PROGRAMME_OWNER)
    both.memberships.create(
        organisation=world.employer,
        role=Role.PROGRAMME_OWNER,
        starts_on=owner.memberships.get().starts_on,
    )
    client.force_login(both)
    assert page_of(asked) in text_of(client.get(LIST))
    handled = text_of(client.get(f"{LIST}?show=handle"))
    assert page_of(asked) not in handled
    assert "Nothing is asked yet" in handled
    assert programme.owner == world.employer


def test_a_list_is_narrowed_by_state_and_comes_in_pages(client, world, asked, period):
    client.force_login(world.alice)
    assert page_of(asked) in text_of(client.get(f"{LIST}?state=asked"))
    assert "No request is in this state" in text_of(client.get(f"{LIST}?state=planned"))
    assert page_of(asked) in text_of(client.get(f"{LIST}?state=made-up"))
    for _number in range(25):
        make_request(world.employer, world.alice, now=timezone.now(), **period)
    assert page_of(asked) not in text_of(client.get(LIST))
    assert page_of(asked) in text_of(client.get(f"{LIST}?page=2"))


def test_a_first_request_is_invited(client, world):
    client.force_login(world.alice)
    page = text_of(client.get(LIST))
    assert "Nothing is asked yet" in page
    assert NEW in page
    assert LIST in text_of(client.get(reverse("trainers:desk")))
    client.force_login(world.bob)
    assert LIST not in text_of(client.get(reverse("trainers:desk")))


def queries_of(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


@pytest.mark.parametrize("who", ["alice", "olga", "lieve"])
def test_thirty_requests_take_as_many_queries_as_one(
    client, world, asked, period, who, monkeypatch
):
    monkeypatch.setattr("trainers.views.requests.PER_PAGE", 50)
    client.force_login(getattr(world, who))
    one = queries_of(client, LIST)
    for _number in range(29):
        make_request(
            world.employer,
            world.alice,
            now=timezone.now(),
            programme=world.programme,
            **period,
        )
    assert queries_of(client, LIST) == one
    assert text_of(client.get(LIST)).count("/trainers/requests/") >= 30
