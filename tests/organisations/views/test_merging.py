import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisations.models import AccountMerge, Membership, User
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    code_to,
    last_mail,
)

CHOOSE = reverse("organisations:merge")


@pytest.fixture
def twin(beekstad):
    person = UserFactory(email="bob.new@beekstad.example", printed_name="Bob Nieuw")
    MembershipFactory(user=person, organisation=beekstad)
    return person


@pytest.fixture
def preview(bob, twin):
    return reverse(
        "organisations:merge_preview", kwargs={"kept": bob.uuid, "merged": twin.uuid}
    )


@pytest.fixture
def signed_in(client, administrator):
    User.objects.filter(pk=administrator.pk).update(language="en")
    administrator.refresh_from_db()
    client.force_login(administrator)
    return client


def test_two_accounts_are_named_looked_at_and_merged(signed_in, bob, twin, preview):
    named = signed_in.post(CHOOSE, {"kept": bob.email, "merged": "Bob Nieuw"})
    assert named.url == preview

    page = signed_in.get(preview)
    for text in (bob.email, twin.email, "Beekstad", "Is it one person?"):
        assert text in page.text
    assert AccountMerge.objects.count() == 0

    done = signed_in.post(preview, follow=True)
    assert "The two accounts of Bob Đorđević are one now." in done.text
    assert "Yes, merge them" not in done.text
    assert AccountMerge.objects.get().merged == twin


def test_the_old_address_signs_in_to_the_kept_account(
    signed_in, client, bob, twin, preview
):
    signed_in.post(preview)
    client.logout()

    response = client.post(reverse("account_login"), {"login": twin.email})
    client.post(response.url, {"code": code_to(twin.email)})

    assert client.session["_auth_user_id"] == str(bob.pk)


def test_an_address_nobody_proved_signs_in_to_nothing(signed_in, client, bob):
    imported = User.objects.create_user("bob.import@beekstad.example")
    kwargs = {"kept": bob.uuid, "merged": imported.uuid}
    preview = reverse("organisations:merge_preview", kwargs=kwargs)
    told = "Nobody has proved bob.import@beekstad.example."
    assert told in signed_in.get(preview).text
    signed_in.post(preview)
    client.logout()

    client.post(reverse("account_login"), {"login": imported.email})

    assert last_mail(imported.email).template.endswith("unknown_account")
    assert EmailAddress.objects.filter(user=bob).get().email == bob.email


def test_a_badge_number_that_goes_is_named_before(signed_in, bob, twin, preview):
    Membership.objects.filter(user=bob).update(badge_number="7")
    assert "badge number" not in signed_in.get(preview).text
    Membership.objects.filter(user=twin).update(badge_number="8")

    assert "Beekstad: badge number 7 stays, 8 goes." in signed_in.get(preview).text


def test_of_proved_addresses_nothing_is_said(signed_in, preview):
    assert "Nobody has proved" not in signed_in.get(preview).text


def test_who_was_signed_in_with_the_other_account_is_signed_out(
    signed_in, twin, preview, client_of
):
    theirs = client_of(twin)
    signed_in.post(preview)

    page = theirs.get(reverse("organisations:profile"))

    assert page.status_code == 302
    assert reverse("account_login") in page.url


@pytest.mark.parametrize(
    ("kept", "merged", "told"),
    [
        ("nobody@relay.example", "bob@beekstad.example", "Nobody is known by"),
        ("bob@beekstad.example", "bob@beekstad.example", "the same account already"),
        ("bob@beekstad.example", "root@relay.example", "your own account"),
    ],
)
def test_what_cannot_be_is_told_with_what_to_do(signed_in, bob, kept, merged, told):
    page = signed_in.post(CHOOSE, {"kept": kept, "merged": merged})

    assert page.status_code == 422
    assert told in page.text


def test_the_preview_of_what_is_refused_offers_no_button(signed_in, bob, administrator):
    page = signed_in.get(
        reverse(
            "organisations:merge_preview",
            kwargs={"kept": bob.uuid, "merged": administrator.uuid},
        )
    )

    assert "You would close your own account." in page.text
    assert "Yes, merge them" not in page.text
    assert signed_in.post(page.request["PATH_INFO"]).status_code == 422


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_it_is_there_for_administrators_alone(who, client, request, preview):
    client.force_login(request.getfixturevalue(who))

    assert client.get(CHOOSE).status_code == 404
    assert client.get(preview).status_code == 404
    assert client.post(preview).status_code == 404
    assert AccountMerge.objects.count() == 0


def test_the_preview_asks_as_much_of_few_rows_as_of_many(signed_in, twin, preview):
    signed_in.get(preview)
    with CaptureQueriesContext(connection) as few:
        signed_in.get(preview)
    for _number in range(30):
        MembershipFactory(user=twin, organisation=OrganisationFactory())
    with CaptureQueriesContext(connection) as many:
        signed_in.get(preview)

    assert len(many) == len(few)


@pytest.fixture
def client_of():
    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    return signed_in
