"""What holders and those who check read of a certificate that was renewed."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from certificates.domain.award import award_certificate
from certificates.domain.life import revoke
from tests.factories.certificates import next_completion


@pytest.fixture
def newer(certificate, now):
    """Earned twenty days before the first one runs out."""
    then = now + timedelta(days=711)
    completion = next_completion(certificate.completion.enrolment, cycle=2, now=then)
    return award_certificate(completion, now=then)


@pytest.fixture(autouse=True)
def _the_day(certificate, now):
    with time_machine.travel(now + timedelta(days=712), tick=False):
        yield


def page(client, user, certificate) -> str:
    client.force_login(user)
    address = reverse("certificates:detail", args=[certificate.uuid])
    return client.get(address).content.decode()


def checked(client, certificate) -> str:
    address = reverse("certificates:verify_number", args=[certificate.number])
    return client.get(address).content.decode()


def test_who_has_renewed_is_led_to_the_new_one_and_urged_no_more(
    client, bob, certificate, newer
):
    shown = page(client, bob, certificate)

    assert newer.number in shown
    assert reverse("certificates:detail", args=[newer.uuid]) in shown
    assert "Take the course again" not in shown
    assert "Renewed by" not in page(client, bob, newer)


def test_who_has_not_is(client, bob, certificate):
    assert "Take the course again" in page(client, bob, certificate)


def test_whoever_checks_reads_the_number_of_the_new_one(client, certificate, newer):
    shown = checked(client, certificate)

    assert reverse("certificates:verify_number", args=[newer.number]) in shown
    assert "Renewed by" not in checked(client, newer)


def test_one_that_was_revoked_renews_nothing(
    client, bob, certificate, newer, alice, now
):
    revoke(newer, reason_code="x", actor=alice, now=now + timedelta(days=712))

    assert newer.number not in checked(client, certificate)
    assert "Take the course again" in page(client, bob, certificate)
