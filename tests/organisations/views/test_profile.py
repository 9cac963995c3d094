import pytest
from django.urls import reverse

from organisations.models import Membership
from tests.factories.organisations import OrganisationFactory

PROFILE = reverse("organisations:profile")
BELONGING = reverse("organisations:belonging")


@pytest.fixture
def signed_in(client, bob):
    client.force_login(bob)
    return client


def leave(membership):
    return reverse("organisations:leave", kwargs={"pk": membership.pk})


def test_a_person_changes_name_sector_and_language(signed_in, bob):
    response = signed_in.post(
        PROFILE,
        {"printed_name": " Bob  Nowak ", "sector": "YTH", "language": "nl"},
        follow=True,
    )

    bob.refresh_from_db()
    assert (bob.printed_name, bob.sector_id, bob.language) == (
        "Bob Nowak",
        "YTH",
        "nl",
    )
    assert response["Content-Language"] == "nl"


def test_the_own_language_replaces_an_older_cookie(signed_in):
    signed_in.cookies["django_language"] = "fr"

    response = signed_in.post(
        PROFILE, {"printed_name": "Bob", "sector": "POL", "language": "de"}, follow=True
    )

    assert response["Content-Language"] == "de"


def test_an_empty_name_is_refused(signed_in, bob):
    response = signed_in.post(PROFILE, {"printed_name": " ", "language": "en"})

    assert response.status_code == 422
    bob.refresh_from_db()
    assert bob.printed_name == "Bob Đorđević"


def test_a_person_says_where_they_work(signed_in, bob, valmont):
    signed_in.post(BELONGING, {"organisation": valmont.pk})

    held = Membership.objects.get(user=bob, organisation=valmont)
    assert held.is_self_declared


def test_a_person_misses_an_organisation(signed_in, bob):
    signed_in.post(BELONGING, {"organisation_wish": "Stad Elders"})

    bob.refresh_from_db()
    assert bob.organisation_wish == "Stad Elders"


def test_a_closed_organisation_cannot_be_chosen(signed_in, bob):
    closed = OrganisationFactory(is_active=False)

    response = signed_in.post(BELONGING, {"organisation": closed.pk})

    assert response.status_code == 422
    assert not Membership.objects.filter(organisation=closed).exists()


def test_a_person_leaves(signed_in, bob):
    held = Membership.objects.get(user=bob)

    signed_in.post(leave(held))

    held.refresh_from_db()
    assert held.ends_on is not None
    assert signed_in.get(PROFILE).status_code == 200


def test_the_last_coordinator_is_told_why_not(client, alice):
    client.force_login(alice)
    held = Membership.objects.get(user=alice)

    response = client.post(leave(held), follow=True)

    held.refresh_from_db()
    assert held.ends_on is None
    assert [one.level_tag for one in response.context["messages"]] == ["error"]


def test_nobody_ends_anothers_membership(signed_in, alice):
    assert signed_in.post(leave(Membership.objects.get(user=alice))).status_code == 404


def test_the_profile_is_for_signed_in_people(client, db):
    assert client.get(PROFILE).url.startswith(reverse("account_login"))


def test_the_profile_needs_few_queries(signed_in, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        signed_in.get(PROFILE)
