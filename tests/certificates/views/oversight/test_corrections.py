import pytest
from django.urls import reverse

from certificates.domain.correcting import ask_for_correction
from certificates.domain.life import revoke
from certificates.enums import CorrectionState
from certificates.models import Certificate
from tests.factories.certificates import more_certificates

QUEUE = reverse("certificates_register:corrections")
RIGHT = "Bob Đorđe Wiśniewska"


@pytest.fixture
def asked(certificate, bob, now):
    return ask_for_correction(certificate, RIGHT, actor=bob, now=now)


def address(asked):
    return reverse("certificates_register:correction", args=[asked.uuid])


def test_what_waits_is_listed_and_confirmed(olgas, olga, asked):
    page = olgas.get(QUEUE)
    assert page.context["waiting"] == [asked]
    assert address(asked) in page.text
    for name in (RIGHT, "Bob Đorđe Wiśniewski"):
        assert name in olgas.get(address(asked)).text
    assert olgas.post(address(asked), {"confirm": "1"}).url == QUEUE
    assert Certificate.objects.get(corrects=asked.certificate).words[
        "printed_name"
    ] == (RIGHT)
    page = olgas.get(QUEUE)
    assert (page.context["waiting"], page.context["decided"]) == ([], [asked])


def test_it_is_refused_with_a_reason(olgas, asked):
    answer = olgas.post(address(asked), {"refuse": "1", "reason": ""})
    assert answer.status_code == 422
    answer = olgas.post(address(asked), {"refuse": "1", "reason": "As on the card"})
    assert answer.url == QUEUE
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (CorrectionState.REFUSED, "As on the card")
    assert "As on the card" in olgas.get(address(asked)).text


def test_neither_of_the_two_changes_nothing(olgas, asked):
    assert olgas.post(address(asked)).status_code == 200
    asked.refresh_from_db()
    assert asked.waits


def test_what_was_revoked_meanwhile_says_so(olgas, olga, asked, now):
    revoke(asked.certificate, reason_code="issued-in-error", actor=olga, now=now)
    answer = olgas.post(address(asked), {"confirm": "1"})
    assert answer.status_code == 422
    assert answer.context["problem"]
    assert Certificate.objects.count() == 1


def test_for_an_owner_elsewhere_it_does_not_exist(client, oscar, asked, today):
    client.force_login(oscar)
    page = client.get(QUEUE)
    assert (page.context["waiting"], page.context["decided"]) == ([], [])
    for method in (client.get, client.post):
        assert method(address(asked), {"confirm": "1"}).status_code == 404
    asked.refresh_from_db()
    assert asked.waits


def test_the_queue_costs_the_same_for_one_and_for_thirty(
    olgas, bob, asked, now, django_assert_max_num_queries
):
    olgas.get(QUEUE)
    with django_assert_max_num_queries(40) as one:
        olgas.get(QUEUE)
    for certificate in more_certificates(asked.certificate, 29):
        ask_for_correction(certificate, RIGHT, actor=bob, now=now)
    with django_assert_max_num_queries(40) as thirty:
        assert len(olgas.get(QUEUE).context["waiting"]) == 30
    assert len(one) == len(thirty)
