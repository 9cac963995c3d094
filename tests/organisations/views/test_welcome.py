from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from organisations.domain.invitations.making import (
    withdraw,
)
from organisations.models import Invitation, Membership, User
from organisations.registries import after_welcome
from tests.factories.organisations import UserFactory, link, token_to

NEW = "nieuw@beekstad.example"


def data(**changes):
    values = {"printed_name": "Żaneta Nieuw", "sector": "POL", "language": "nl"}
    return values | changes


def test_looking_never_uses_the_link_up(invited, client):
    url = link(token_to(NEW))
    for _time in range(3):
        assert client.get(url).status_code == 200
        assert client.head(url).status_code == 200

    invited.refresh_from_db()
    assert invited.accepted_at is None
    assert not User.objects.filter(email=NEW).exists()


def test_the_page_speaks_the_invitations_language(invited, client):
    response = client.get(link(token_to(NEW)), headers={"accept-language": "de"})

    assert response["Content-Language"] == "nl"
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]


def test_a_language_chosen_by_hand_wins(invited, client):
    client.cookies["django_language"] = "fr"

    assert client.get(link(token_to(NEW)))["Content-Language"] == "fr"


def test_accepting_signs_in_and_leads_home(invited, client, beekstad):
    response = client.post(link(token_to(NEW)), data())

    assert response.status_code == 302
    assert response.url == reverse("tracking:home")
    person = User.objects.get(email=NEW)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.get(reverse("organisations:profile"))["Content-Language"] == "nl"
    assert Membership.objects.get(user=person).organisation == beekstad


def test_accepting_leads_where_somebody_above_knows(invited, client):
    after_welcome.register(answer := lambda user: f"/learn/{user.printed_name}/")
    try:
        response = client.post(link(token_to(NEW)), data(printed_name="Ann"))
    finally:
        after_welcome._answers.remove(answer)

    assert response.url == "/learn/Ann/"


def test_the_session_ends_with_the_browser_unless_asked(invited, client):
    client.post(link(token_to(NEW)), data())

    assert client.session.get_expire_at_browser_close()


def test_who_has_an_own_device_stays_signed_in(invited, client):
    client.post(link(token_to(NEW)), data(remember="on"))

    assert not client.session.get_expire_at_browser_close()


def test_a_double_click_is_harmless(invited):
    client = Client()
    url = link(token_to(NEW))
    client.get(url)
    cookie = client.cookies["csrftoken"].value
    client.post(url, data())
    # The answer to the first click never arrived: the browser repeats it as it was.
    again = Client()
    again.cookies["csrftoken"] = cookie

    response = again.post(url, data())

    assert response.status_code == 302
    assert again.session["_auth_user_id"]
    assert Membership.objects.filter(user__email=NEW).count() == 1


def test_a_used_link_opens_nothing_for_others(invited, client):
    url = link(token_to(NEW))
    client.get(url)
    client.post(url, data())
    thief = Client()

    for response in (thief.get(url), thief.post(url, data(printed_name="Thief"))):
        assert response.status_code == 410
        assert reverse("account_login") in response.text
    assert "_auth_user_id" not in thief.session
    assert User.objects.get(email=NEW).printed_name == "Żaneta Nieuw"


def test_the_person_who_used_it_goes_on(invited, client):
    url = link(token_to(NEW))
    client.post(url, data())

    assert client.get(url).url == reverse("tracking:home")


@pytest.mark.parametrize("token", ["x" * 43, "a", "%F0%9F%90%9B", "x" * 3000, "-_-"])
def test_a_mangled_link_is_not_known(token, client, db):
    response = client.get(f"/welcome/{token}/", headers={"accept-language": "fr"})

    assert response.status_code == 404
    assert response["Content-Language"] == "fr"
    assert client.post(f"/welcome/{token}/", data()).status_code == 404


def test_an_expired_link_says_whom_to_ask(invited, client, now):
    Invitation.objects.update(expires_at=now - timedelta(minutes=1))
    url = link(token_to(NEW))

    for response in (client.get(url), client.post(url, data())):
        assert response.status_code == 410
        assert "Alice Aerts" in response.text
    assert not User.objects.filter(email=NEW).exists()


def test_a_withdrawn_link_says_so(invited, client, alice, now):
    withdraw(invited, actor=alice, now=now)

    response = client.post(link(token_to(NEW)), data())

    assert response.status_code == 410
    assert not User.objects.filter(email=NEW).exists()


def test_somebody_else_is_asked_to_sign_out(invited, client, charlie):
    client.force_login(charlie)
    url = link(token_to(NEW))

    for response in (client.get(url), client.post(url, data())):
        assert response.status_code == 409
        assert "Charlie Dubois" in response.text
    invited.refresh_from_db()
    assert invited.accepted_at is None
    assert not Membership.objects.filter(
        user=charlie, organisation=invited.organisation
    ).exists()


def test_switching_signs_out_and_goes_on(invited, client, charlie):
    client.force_login(charlie)
    token = token_to(NEW)

    response = client.post(reverse("organisations:switch_account", args=[token]))

    assert response.url == link(token)
    assert "_auth_user_id" not in client.session
    assert client.get(link(token)).status_code == 200


def test_who_is_signed_in_accepts_without_signing_in_again(invited, client):
    person = UserFactory(email=NEW)
    client.force_login(person)

    response = client.post(link(token_to(NEW)), data())

    assert response.status_code == 302
    assert Membership.objects.get(user=person).organisation == invited.organisation


@pytest.mark.parametrize(
    "wrong",
    [
        {"printed_name": ""},
        {"printed_name": "x" * 121},
        {"printed_name": "a\u202eb"},
        {"sector": "XXX"},
        {"sector": ""},
        {"language": "xx"},
    ],
)
def test_wrong_lines_are_told_and_nothing_happens(wrong, invited, client):
    response = client.post(link(token_to(NEW)), data(**wrong))

    assert response.status_code == 422
    assert not User.objects.filter(email=NEW).exists()


def test_a_closed_account_is_told(invited, client):
    UserFactory(email=NEW, is_active=False)

    response = client.post(link(token_to(NEW)), data())

    assert response.status_code == 409
    assert "_auth_user_id" not in client.session


def test_a_forged_form_is_refused(invited):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(link(token_to(NEW)), data()).status_code == 403
