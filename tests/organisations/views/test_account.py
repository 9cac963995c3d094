"""Every sign-in flow of django-allauth, as a person goes through it."""

import pytest
from allauth.account.models import EmailAddress
from django.db import OperationalError
from django.urls import reverse

from lms.models import OutgoingMail
from organisations.models import Membership, User
from tests.factories.organisations import code_to, last_mail

LOGIN = reverse("account_login")
CONFIRM = reverse("account_confirm_login_code")
SIGNUP = reverse("account_signup")
VERIFY = reverse("account_email_verification_sent")
PASSWORD = "seven calm otters walking"


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_sign_in_with_a_code_in_the_persons_language(client, bob):
    User.objects.filter(pk=bob.pk).update(language="fr")

    response = client.post(LOGIN, {"login": bob.email})
    assert response.url == CONFIRM
    assert last_mail(bob.email).language == "fr"
    response = client.post(CONFIRM, {"code": code_to(bob.email)})

    assert signed_in_as(client) == str(bob.pk)
    assert client.session.get_expire_at_browser_close()
    assert client.get(reverse("organisations:profile"))["Content-Language"] == "fr"


def test_sign_in_keeps_the_way_one_was_going(client, bob):
    target = reverse("organisations:profile")
    response = client.post(LOGIN, {"login": bob.email, "next": target})
    response = client.post(response.url, {"code": code_to(bob.email), "next": target})

    assert response.url == target


def test_sign_in_does_not_lead_elsewhere(client, bob):
    response = client.post(LOGIN, {"login": bob.email, "next": "https://evil.example/"})

    assert "evil.example" not in response.url


def test_an_own_device_stays_signed_in(client, bob):
    client.post(LOGIN, {"login": bob.email, "remember": "on"})
    client.post(CONFIRM, {"code": code_to(bob.email)})

    assert not client.session.get_expire_at_browser_close()


def test_a_wrong_code_is_told_and_five_end_it(client, bob):
    client.post(LOGIN, {"login": bob.email})
    for _time in range(4):
        assert client.post(CONFIRM, {"code": "WRONG1"}).status_code == 200
    assert client.post(CONFIRM, {"code": "WRONG1"}).status_code == 302

    client.post(CONFIRM, {"code": code_to(bob.email)})
    assert signed_in_as(client) is None


def test_a_new_code_replaces_the_old_one(client, bob):
    client.post(LOGIN, {"login": bob.email})
    old = code_to(bob.email)
    client.post(CONFIRM, {"action": "resend"})

    assert code_to(bob.email) != old
    client.post(CONFIRM, {"code": code_to(bob.email)})
    assert signed_in_as(client) == str(bob.pk)


def test_an_unknown_address_sees_the_same_pages(client, bob):
    known = client.post(LOGIN, {"login": bob.email})
    known_page = client.get(CONFIRM).text.replace(bob.email, "")
    client.session.flush()
    client.cookies.clear()
    unknown = client.post(LOGIN, {"login": "nobody@beekstad.example"})
    unknown_page = client.get(CONFIRM).text.replace("nobody@beekstad.example", "")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert without_token(known_page) == without_token(unknown_page)
    assert "code" not in last_mail("nobody@beekstad.example").subject.lower()


def without_token(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_sign_in_with_a_password(client, bob):
    bob.set_password(PASSWORD)
    bob.save()

    client.post(LOGIN, {"login": bob.email, "password": PASSWORD})

    assert signed_in_as(client) == str(bob.pk)
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("email", ["bob@beekstad.example", "nobody@beekstad.example"])
def test_a_wrong_password_says_the_same_of_everybody(email, client, bob):
    response = client.post(LOGIN, {"login": email, "password": "wrong"})

    assert response.context["form"].non_field_errors() == [
        "Address and password do not fit. Try again, or sign in with a code."
    ]


def test_a_database_that_is_away_is_no_wrong_password(client, bob, monkeypatch):
    bob.set_password(PASSWORD)
    bob.save(update_fields=["password"])
    client.raise_request_exception = False

    def away(*args, **kwargs):
        raise OperationalError("the database system is starting up")

    with monkeypatch.context() as outage:
        outage.setattr("allauth.account.adapter.authenticate", away)
        for _try in range(12):
            response = client.post(LOGIN, {"login": bob.email, "password": PASSWORD})
            assert response.status_code == 500

    client.post(LOGIN, {"login": bob.email, "password": PASSWORD})
    assert signed_in_as(client) == str(bob.pk)


def test_a_closed_account_does_not_get_in(client, bob):
    User.objects.filter(pk=bob.pk).update(is_active=False)

    client.post(LOGIN, {"login": bob.email})

    assert "code" not in last_mail(bob.email).subject.lower()


def signup_data(**changes):
    values = {
        "email": "self@anywhere.example",
        "printed_name": "Ælfgifu Ōsawa",
        "sector": "POL",
        "language": "de",
    }
    return values | changes


def test_sign_up_proves_the_address_before_belonging(client, beekstad, police):
    response = client.post(SIGNUP, signup_data(organisation=beekstad.pk))
    assert response.url == VERIFY
    person = User.objects.get(email="self@anywhere.example")
    assert (person.printed_name, person.language) == ("Ælfgifu Ōsawa", "de")
    assert not person.has_usable_password()
    assert not Membership.objects.filter(user=person).exists()
    assert last_mail(person.email).language == "de"

    client.post(VERIFY, {"code": code_to(person.email)})

    assert signed_in_as(client) == str(person.pk)
    held = Membership.objects.get(user=person)
    assert (held.organisation, held.is_self_declared) == (beekstad, True)


def test_sign_up_with_an_organisation_that_is_not_here_yet(client, police):
    client.post(SIGNUP, signup_data(organisation_wish="Stad Elders"))

    person = User.objects.get(email="self@anywhere.example")
    assert person.organisation_wish == "Stad Elders"


def test_sign_up_with_a_known_address_looks_the_same(client, bob):
    response = client.post(SIGNUP, signup_data(email=bob.email))

    assert response.url == VERIFY
    assert client.get(VERIFY).status_code == 200
    bob.refresh_from_db()
    assert bob.printed_name == "Bob Đorđević"
    assert last_mail(bob.email).template.endswith("account_already_exists")


@pytest.mark.parametrize(
    "wrong",
    [{"email": "x"}, {"printed_name": ""}, {"sector": "XXX"}, {"language": "xx"}],
)
def test_sign_up_with_wrong_lines_makes_no_account(wrong, client, police):
    assert client.post(SIGNUP, signup_data(**wrong)).status_code == 200
    assert not User.objects.exists()


def test_a_forgotten_password_is_replaced_by_code(client, bob):
    bob.set_password("something old and forgotten")
    bob.save()
    client.post(reverse("account_reset_password"), {"email": bob.email})
    client.post(
        reverse("account_confirm_password_reset_code"), {"code": code_to(bob.email)}
    )
    client.post(
        reverse("account_complete_password_reset"),
        {"password1": PASSWORD, "password2": PASSWORD},
    )

    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)
    assert last_mail(bob.email).template.endswith("account_changed")


def test_a_password_is_set_and_changed(client, bob):
    client.force_login(bob)
    new = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_set_password"), new)
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)

    other = {"password1": PASSWORD[::-1], "password2": PASSWORD[::-1]}
    change = reverse("account_change_password")
    assert client.get(change).status_code == 200
    client.post(change, other | {"oldpassword": PASSWORD})
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD[::-1])


def test_a_new_address_counts_once_it_is_proved(client, bob):
    client.force_login(bob)
    client.post(
        reverse("account_email"), {"email": "bob@new.example", "action_add": ""}
    )
    bob.refresh_from_db()
    assert bob.email == "bob@beekstad.example"

    client.post(VERIFY, {"code": code_to("bob@new.example")})

    bob.refresh_from_db()
    assert bob.email == "bob@new.example"
    addresses = EmailAddress.objects.filter(user=bob).values_list("email", flat=True)
    assert list(addresses) == ["bob@new.example"]


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_request_login_code",
        "account_reset_password",
        "account_inactive",
    ],
)
def test_entrance_pages_answer_in_every_language(name, language, client, db):
    response = client.get(reverse(name), headers={"accept-language": language})

    assert response.status_code == 200
    assert response["Content-Language"] == language
    assert "style=" not in response.text
    assert "<script>" not in response.text


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_set_password", "account_logout"],
)
def test_account_pages_answer(name, client, bob):
    client.force_login(bob)

    response = client.get(reverse(name))

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
