import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from organisations.models import Letter, User
from tests.factories.letters import CODE, make_run, without_address

PAGE = reverse("organisations:by_badge")
NEXT = reverse("organisations:way_in")
PASSWORD = "correct horse battery"


@pytest.fixture
def dora(beekstad, alice):
    one = without_address(beekstad, language="nl")
    make_run(beekstad, actor=alice, now=timezone.now())
    return one.user


def data(**changes):
    return {"organisation": "beekstad", "badge_number": "P-1", "secret": CODE} | changes


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_page_of_signing_in_leads_there(client):
    assert f'href="{PAGE}"' in client.get(reverse("account_login")).text


def test_the_address_of_a_letter_knows_the_organisation(client, beekstad):
    page = client.get(PAGE, {"at": "beekstad"}).text
    assert '<option value="beekstad" selected>' in page
    assert client.get(PAGE, {"at": "nowhere"}).status_code == 200


def test_a_code_signs_in_and_asks_how_to_come_in_next_time(client, dora):
    response = client.post(PAGE, data())
    assert response["Location"] == NEXT
    assert client.session["_auth_user_id"] == str(dora.pk)
    page = client.get(NEXT).text
    assert reverse("account_set_password") in page
    assert reverse("account_email") in page
    assert (
        client.cookies["language"].value == "nl"
        if "language" in client.cookies
        else True
    )


def test_it_comes_in_again_by_the_password_it_set(client, dora):
    client.post(PAGE, data())
    client.post(
        reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD}
    )
    assert mail.outbox == []
    client.logout()
    assert client.post(PAGE, data(secret=PASSWORD)).status_code == 302
    assert is_in(client)
    client.logout()
    assert client.post(PAGE, data()).status_code == 422
    assert not is_in(client)


def test_an_address_that_is_added_becomes_the_way_in(client, dora):
    client.post(PAGE, data())
    with_address = {"email": "dora@home.example", "action_add": ""}
    client.post(reverse("account_email"), with_address)
    code = re.search(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]
    client.post(reverse("account_email_verification_sent"), {"code": code})
    dora.refresh_from_db()
    assert dora.email == "dora@home.example"
    client.logout()
    client.post(reverse("account_login"), {"login": "dora@home.example"})
    code = re.search(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert is_in(client)


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": "wrong"},
        {"badge_number": "P-404"},
        {"organisation": "valmont-les-saules"},
    ],
)
def test_whatever_does_not_fit_is_answered_in_the_same_words(
    client, dora, valmont, changes
):
    def said(response):
        assert response.status_code == 422
        return [str(one) for one in response.context["form"].non_field_errors()]

    used = Letter.objects.get()
    tried = said(client.post(PAGE, data(**changes)))
    assert len(tried) == 1
    Letter.objects.filter(pk=used.pk).update(withdrawn_at=timezone.now())
    assert said(client.post(PAGE, data())) == tried
    User.objects.filter(pk=dora.pk).update(is_active=False)
    assert said(client.post(PAGE, data())) == tried
    assert not is_in(client)


def test_the_code_is_never_written_back_into_the_page(client, dora):
    assert CODE not in client.post(PAGE, data(badge_number="P-2")).text


def test_tries_at_a_badge_number_from_one_address_come_to_an_end(client, dora):
    wrong = [client.post(PAGE, data(secret="wrong")) for _try in range(6)]
    assert {one.status_code for one in wrong} == {422}
    assert "Too many tries" in client.post(PAGE, data()).text
    assert not is_in(client)
    # The same for a number that nobody has, and not for the next one.
    for _try in range(6):
        client.post(PAGE, data(badge_number="P-404"))
    assert "Too many tries" in client.post(PAGE, data(badge_number="P-404")).text


def test_nobody_shuts_out_who_holds_the_letter(client, dora):
    for at in range(12):
        for _try in range(6):
            client.post(PAGE, data(secret="wrong"), REMOTE_ADDR=f"203.0.113.{at}")
    client.post(PAGE, data(), REMOTE_ADDR="198.51.100.1")
    assert is_in(client)


def test_an_address_that_tries_all_badges_is_slowed_down(client, dora, monkeypatch):
    answers = [
        client.post(PAGE, data(badge_number=f"Q-{at}", secret="x")).status_code
        for at in range(201)
    ]
    assert answers[199:] == [422, 429]


def test_the_form_asks_for_all_three(client, beekstad):
    response = client.post(PAGE, {})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {
        "organisation",
        "badge_number",
        "secret",
    }


def test_who_is_signed_in_goes_on(client, bob):
    client.force_login(bob)
    assert client.get(PAGE).status_code == 302


def test_a_person_sees_when_letters_were_made_and_used(client, dora):
    client.post(PAGE, data())
    page = client.get(
        reverse("organisations:profile"), headers={"accept-language": "en"}
    )
    (letter,) = page.context["letters"]
    assert letter.used_at is not None
    assert "None" not in page.text
