"""Mail to an address came back; then its person shows that they read mail there."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.core import mail
from django.urls import reverse

from lms import bounces
from lms.models import UndeliverableAddress


@pytest.fixture
def dead(bob, now) -> str:
    UndeliverableAddress.objects.create(
        address_hash=bounces._hashes(bob.email)[0], since=now, code="5.1.1"
    )
    return bob.email


def test_a_confirmed_address_works_again(bob, alice, dead):
    def confirm(user):
        address = EmailAddress(user=user, email=user.email)
        email_confirmed.send(EmailAddress, request=None, email_address=address)

    confirm(alice)
    assert bounces.undeliverable_among([dead]) == {dead}
    confirm(bob)
    assert bounces.undeliverable_among([dead]) == set()


def test_who_signs_in_by_a_mailed_code_shows_that_mail_arrives(client, bob, dead):
    EmailAddress.objects.create(user=bob, email=dead, verified=True, primary=True)
    client.post(reverse("account_request_login_code"), {"email": dead})
    assert bounces.undeliverable_among([dead]) == {dead}

    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", mail.outbox[0].body, re.M)
    client.post(reverse("account_confirm_login_code"), {"code": code[1]})

    assert bounces.undeliverable_among([dead]) == set()


def test_a_password_shows_nothing_of_the_kind(client, bob, dead):
    EmailAddress.objects.create(user=bob, email=dead, verified=True, primary=True)
    bob.set_password("lantern bridge river morning")
    bob.save()

    client.post(
        reverse("account_login"),
        {"login": dead, "password": "lantern bridge river morning"},
    )

    assert client.session.get("_auth_user_id") == str(bob.pk)
    assert bounces.undeliverable_among([dead]) == {dead}
