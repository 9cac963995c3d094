from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.domain.appeals.making import appeal
from certificates.domain.life import restore, revoke, suspend
from certificates.enums import AppealState
from certificates.models import Appeal, Certificate
from organisations.enums import Role
from tests.factories.certificates import make_staff, more_certificates

QUEUE = reverse("certificates_register:appeals")
WORDS = "I did the whole course, on 2 May."


@pytest.fixture
def otto(beekstad, now):
    return make_staff(beekstad, Role.PROGRAMME_OWNER, now, name="otto")


@pytest.fixture
def ottos(client, otto, today):
    client.force_login(otto)
    return client


@pytest.fixture
def made(certificate, olga, bob, now):
    suspend(certificate, reason_code="under-review", actor=olga, now=now)
    return appeal(certificate, statement=WORDS, actor=bob, now=now)


def address(made):
    return reverse("certificates_register:appeal", args=[made.uuid])


def entry(certificate):
    return reverse("certificates_register:entry", args=[certificate.uuid])


def test_what_waits_is_listed_and_granted(ottos, made, certificate):
    page = ottos.get(QUEUE)
    assert [row["appeal"] for row in page.context["waiting"]] == [made]
    assert address(made) in page.text
    assert address(made) in ottos.get(entry(certificate)).text
    assert WORDS in ottos.get(address(made)).text
    answer = ottos.post(address(made), {"decision": "granted", "answer": "Right."})
    assert answer.url == QUEUE
    page = ottos.get(QUEUE)
    assert page.context["waiting"] == []
    assert [row["appeal"] for row in page.context["closed"]] == [made]
    page = ottos.get(address(made))
    assert "Right." in page.text
    assert "<textarea" not in page.text


def test_a_revoked_one_is_issued_anew_and_the_page_says_as_what(
    ottos, certificate, olga, bob, now
):
    revoke(certificate, reason_code="not-in-order", actor=olga, now=now)
    made = appeal(certificate, statement=WORDS, actor=bob, now=now)
    given = {"decision": "granted", "answer": "Right."}
    answer = ottos.post(address(made), given, follow=True)
    new = Certificate.objects.get(corrects=certificate)
    assert f"{new.number} took the place of {certificate.number}" in answer.text
    assert entry(new) in ottos.get(address(made)).text
    assert entry(new) in ottos.get(entry(certificate)).text


def test_what_is_not_said_is_asked_for_and_nothing_is_lost(ottos, made):
    for given in ({"answer": "Right."}, {"decision": "granted", "answer": ""}):
        answer = ottos.post(address(made), given)
        assert answer.status_code == 422
        assert answer.context["problem"]
        assert given["answer"] in answer.text
    made.refresh_from_db()
    assert made.waits


def test_who_suspended_it_reads_it_and_does_not_decide(olgas, made):
    page = olgas.get(address(made))
    assert "<textarea" not in page.text
    given = {"decision": "dismissed", "answer": "No."}
    assert olgas.post(address(made), given).status_code == 422
    made.refresh_from_db()
    assert made.waits


def test_what_was_overtaken_meanwhile_says_so(ottos, made, olga, certificate, now):
    restore(certificate, reason_code="answered", actor=olga, now=now)
    given = {"decision": "dismissed", "answer": "No."}
    answer = ottos.post(address(made), given)
    assert answer.status_code == 422
    assert str(AppealState.OVERTAKEN.label) in answer.text


def test_for_an_owner_elsewhere_it_does_not_exist(client, oscar, made, today):
    client.force_login(oscar)
    page = client.get(QUEUE)
    assert (page.context["waiting"], page.context["closed"]) == ([], [])
    for method in (client.get, client.post):
        given = {"decision": "granted", "answer": "Right."}
        assert method(address(made), given).status_code == 404
    assert Appeal.objects.get().waits


def test_the_queue_costs_the_same_for_one_and_for_thirty(
    ottos, bob, olga, made, certificate, now, django_assert_max_num_queries
):
    ottos.get(QUEUE)
    with django_assert_max_num_queries(40) as one:
        ottos.get(QUEUE)
    for another in more_certificates(certificate, 29):
        suspend(another, reason_code="under-review", actor=olga, now=now)
        appeal(another, statement=WORDS, actor=bob, now=now + timedelta(minutes=1))
    with django_assert_max_num_queries(40) as thirty:
        assert len(ottos.get(QUEUE).context["waiting"]) == 30
    assert len(one) == len(thirty)
