"""Set-up, signing out, languages and the content admin."""

import pytest
from django.urls import reverse

from organisations.context_processors import shell
from organisations.models import Invitation, Organisation
from tests.factories.organisations import OrganisationFactory, UserFactory

SET_UP = reverse("organisations:set_up")
SIGN_OUT = reverse("organisations:sign_out")


def setup_data(**changes):
    values = {
        "name": "Tannenrath",
        "code": "Tannenrath",
        "level": "MUN",
        "territory": "",
        "parent": "",
        "language_regime": "de",
        "email": "erste@tannenrath.example",
        "printed_name": "Jürgen Groß",
        "sector": "COO",
        "language": "de",
    }
    return values | changes


def test_an_administrator_sets_up_an_organisation(client, administrator):
    client.force_login(administrator)

    response = client.post(SET_UP, setup_data(), follow=True)

    assert response.status_code == 200
    organisation = Organisation.objects.get(code="tannenrath")
    invitation = Invitation.objects.get()
    assert (invitation.organisation, invitation.role) == (organisation, "coordinator")


def test_a_taken_code_is_told(client, administrator, beekstad):
    client.force_login(administrator)

    response = client.post(SET_UP, setup_data(code="beekstad"))

    assert response.status_code == 422
    assert "code" in response.context["form"].errors
    assert not Invitation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["alice", "bob"])
def test_nobody_else_finds_the_set_up(person, request, client):
    client.force_login(request.getfixturevalue(person))

    assert client.get(SET_UP).status_code == 404
    assert client.post(SET_UP, setup_data()).status_code == 404


def test_signing_out_leaves_nothing_behind(client, bob):
    client.force_login(bob)
    client.cookies["django_language"] = "fr"
    assert client.get(SIGN_OUT).status_code == 200
    assert "_auth_user_id" in client.session

    response = client.post(SIGN_OUT)

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert client.cookies["django_language"].value == ""
    assert "_auth_user_id" not in client.session
    page = client.get(SIGN_OUT)
    assert page["Clear-Site-Data"] == '"cache", "storage"'
    assert client.post(SIGN_OUT).status_code == 302
    assert client.put(SIGN_OUT).status_code == 405


def test_signed_in_pages_are_not_stored(client, bob):
    client.force_login(bob)

    assert "no-store" in client.get(reverse("organisations:profile"))["Cache-Control"]


@pytest.mark.parametrize(
    ("header", "language"),
    [("de-BE,de;q=0.9", "de"), ("sv", "en"), ("", "en"), ("\x01;;q=x", "en")],
)
def test_a_strangers_browser_says_the_language(header, language, client, db):
    response = client.get(reverse("account_login"), headers={"accept-language": header})

    assert response["Content-Language"] == language


def test_a_language_is_chosen_by_hand(client, bob):
    client.force_login(bob)
    response = client.post(
        reverse("organisations:set_language"),
        {"language": "nl", "next": reverse("organisations:profile")},
        follow=True,
    )
    assert response["Content-Language"] == "nl"
    del client.cookies["django_language"]
    response = client.get(reverse("organisations:profile"))
    assert response["Content-Language"] == "nl"


def test_a_language_we_do_not_speak_changes_nothing(client, db):
    client.cookies["django_language"] = "../../etc"

    assert client.get(reverse("account_login"))["Content-Language"] == "en"


def test_the_shell_asks_nothing_until_used_and_once_then(
    rf, alice, django_assert_num_queries
):
    request = rf.get("/")
    request.user = alice
    with django_assert_num_queries(0):
        seen = shell(request)["shell"]
    with django_assert_num_queries(1):
        assert seen.is_coordinator
        assert [one.code for one in seen.coordinated_organisations] == ["beekstad"]
        assert seen.organisation.code == "beekstad"
        assert reverse("organisations:invitations", kwargs={"code": "beekstad"}) in [
            entry.url for entry in seen.nav
        ]
        assert shell(request)["shell"] is seen
        assert seen.tabs is not None


def test_the_shell_of_a_stranger_asks_nothing(db, rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        seen = shell(rf.get("/"))["shell"]
        assert (seen.nav, seen.organisation, seen.is_coordinator) == ((), None, False)


ADMIN_PAGES = [
    "places:index",
    "places:add",
    "sectors:index",
    "wagtailusers_users:index",
    "wagtailusers_users:add",
]


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_places_and_people_in_the_admin_are_for_administrators(
    name, client, administrator
):
    client.force_login(administrator)
    assert client.get(reverse(name)).status_code == 200

    author = UserFactory()
    from organisations.domain.groups import ensure_groups

    author.groups.add(ensure_groups()["Programme owners"])
    client.force_login(author)
    assert client.get(reverse(name)).status_code == 404


def test_a_person_is_edited_in_the_admin(client, administrator, bob):
    client.force_login(administrator)

    page = client.get(reverse("wagtailusers_users:edit", args=[bob.pk]))
    assert page.status_code == 200
    response = client.post(
        reverse("wagtailusers_users:edit", args=[bob.pk]),
        {
            "email": bob.email,
            "printed_name": "Bob N.",
            "language": "en",
            "is_active": "on",
        },
    )

    assert response.status_code == 302, response.context["form"].errors
    bob.refresh_from_db()
    assert bob.printed_name == "Bob N."


def test_an_organisation_is_moved_in_the_admin(
    client, administrator, beekstad, valmont
):
    client.force_login(administrator)
    desk = OrganisationFactory(code="desk", parent=beekstad)

    def move(organisation, parent):
        return client.post(
            reverse("places:edit", args=[organisation.pk]),
            {
                "name": organisation.name,
                "code": organisation.code,
                "parent": parent.pk,
                "level": "MUN",
                "language_regime": "nl",
                "is_active": "on",
            },
        )

    assert move(desk, valmont).status_code == 302
    desk.refresh_from_db()
    assert desk.path == f"{valmont.path}{desk.pk}/"
    assert move(valmont, desk).status_code == 200
    valmont.refresh_from_db()
    assert valmont.parent is None
