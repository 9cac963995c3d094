from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from certificates.domain.appeals.deciding import decide
from certificates.domain.life import restore, revoke, suspend
from certificates.enums import AppealState
from certificates.models import Appeal, Certificate

WORDS = "I did the whole course, on 2 May."
DAY = timedelta(days=1)


def address(name, certificate):
    return reverse(f"certificates:{name}", args=[certificate.uuid])


@pytest.fixture
def today(now):
    with time_machine.travel(now, tick=False):
        yield now


@pytest.fixture
def bobs(client, bob, today):
    client.force_login(bob)
    return client


@pytest.fixture
def suspended(certificate, alice, now):
    suspend(certificate, reason_code="under-review", actor=alice, now=now)
    return certificate


def appealed(bobs, certificate):
    answer = bobs.post(address("appeal", certificate), {"statement": WORDS})
    assert answer.url == address("detail", certificate) + "#appeal"
    return Appeal.objects.get()


def test_the_page_says_why_it_does_not_count_and_how_to_appeal(bobs, suspended):
    page = bobs.get(address("detail", suspended))
    assert "A question about it is being looked into" in page.text
    assert address("appeal", suspended) in page.text
    assert "suspended it on" in bobs.get(address("appeal", suspended)).text


def test_the_holder_appeals_sees_that_it_waits_and_takes_it_back(bobs, suspended):
    appealed(bobs, suspended)
    page = bobs.get(address("detail", suspended))
    assert WORDS in page.text
    assert address("appeal", suspended) not in page.text.replace(
        address("appeal_withdraw", suspended), ""
    )
    for _time in range(2):
        answer = bobs.post(address("appeal_withdraw", suspended))
        assert answer.url == address("detail", suspended) + "#appeal"
    assert Appeal.objects.get().state == AppealState.WITHDRAWN
    page = bobs.get(address("detail", suspended))
    assert WORDS not in page.text
    assert address("appeal", suspended) in page.text


def test_the_answer_stands_on_the_page(bobs, suspended, charlie, now):
    made = appealed(bobs, suspended)
    decide(made, decision="dismissed", words="We looked.", actor=charlie, now=now)
    page = bobs.get(address("detail", suspended))
    assert "We looked." in page.text
    assert "Not granted" in page.text
    assert not page.context["appeal"].can_appeal
    assert not page.context["appeal"].is_over


def test_a_revoked_one_leads_to_the_one_that_took_its_place(
    bobs, certificate, alice, charlie, now
):
    revoke(certificate, reason_code="not-in-order", actor=alice, now=now)
    made = appealed(bobs, certificate)
    decide(made, decision="granted", words="You were right.", actor=charlie, now=now)
    new = Certificate.objects.get(corrects=certificate)
    page = bobs.get(address("detail", certificate))
    assert address("detail", new) in page.text
    assert "You were right." in page.text
    page = bobs.get(reverse("certificates:verify_number", args=[certificate.number]))
    assert new.number in page.text
    assert "issued anew after an appeal" in page.text


def test_what_may_point_to_a_person_is_kept_only_when_confirmed(bobs, suspended):
    typed = {"statement": "I sat beside jan.peeters@example.org"}
    answer = bobs.post(address("appeal", suspended), typed)
    assert answer.status_code == 422
    assert typed["statement"] in answer.text
    assert not Appeal.objects.exists()
    confirm = answer.text.split('name="confirm" value="')[1].split('"')[0]
    bobs.post(address("appeal", suspended), {**typed, "confirm": confirm})
    assert Appeal.objects.get().waits


@pytest.mark.parametrize("statement", ["", "  ", "x" * 2001])
def test_what_cannot_be_sent_says_why(statement, bobs, suspended):
    answer = bobs.post(address("appeal", suspended), {"statement": statement})
    assert answer.status_code == 422
    assert answer.context["refused"].message
    assert not Appeal.objects.exists()


def test_after_the_last_day_there_is_no_way_and_the_page_says_until_when(
    bobs, bob, suspended, settings, now
):
    after = now + (settings.RELAY_APPEAL_DAYS + 1) * DAY
    with time_machine.travel(after, tick=False):
        # The session of a month ago is over as well.
        bobs.force_login(bob)
        page = bobs.get(address("detail", suspended))
        assert page.context["appeal"].is_over
        assert address("appeal", suspended) not in page.text
        assert bobs.get(address("appeal", suspended)).status_code == 302
        answer = bobs.post(address("appeal", suspended), {"statement": WORDS})
    assert answer.status_code == 422
    assert not Appeal.objects.exists()


def test_a_certificate_that_counts_says_nothing_of_appeals(
    bobs, certificate, alice, now
):
    assert 'id="appeal"' not in bobs.get(address("detail", certificate)).text
    assert bobs.get(address("appeal", certificate)).status_code == 302
    suspend(certificate, reason_code="under-review", actor=alice, now=now)
    restore(certificate, reason_code="answered", actor=alice, now=now)
    assert 'id="appeal"' not in bobs.get(address("detail", certificate)).text


def test_somebody_else_finds_nothing(client, suspended, alice, charlie):
    for person in (alice, charlie):
        client.force_login(person)
        for method in (client.get, client.post):
            answer = method(address("appeal", suspended), {"statement": WORDS})
            assert answer.status_code == 404
        assert client.post(address("appeal_withdraw", suspended)).status_code == 404
    client.logout()
    answer = client.post(address("appeal", suspended), {"statement": WORDS})
    assert answer.status_code == 302
    assert not Appeal.objects.exists()
