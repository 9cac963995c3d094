"""Checking a certificate as of any date."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from certificates.domain.correcting import reissue
from certificates.domain.life import (
    revoke,
    supersede,
    supersede_by_edition,
    suspend,
)
from certificates.models import Certificate
from tests.factories.certificates import more_certificates
from tests.factories.certified_editions import next_edition

NOBODY = "CPL-POL-7K3M-Q2XB"


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def ask(client, certificate):
    def one(day, number=certificate.number):
        address = reverse("certificates:verify_number", args=[number])
        return client.get(address, {"on": day})

    return one


def title(response):
    return " ".join(BeautifulSoup(response.text, "html.parser").h1.text.split())


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-20", "On 20 November 2026 this certificate did not count yet"),
        ("0001-01-01", "On 1 January 0001 this certificate did not count yet"),
        ("2026-11-21", "This certificate is valid"),
        ("", "This certificate is valid"),
        (
            "2027-01-05",
            "On 5 January 2027 this certificate will be valid, as far as is known today",
        ),
        (
            "2028-11-22",
            "On 22 November 2028 this certificate will have expired, as far as is "
            "known today",
        ),
    ],
)
def test_the_answer_is_about_the_day_asked(day, expected, ask):
    response = ask(day)
    assert response.status_code == 200
    assert title(response) == expected


def test_a_past_day_is_answered_as_it_was(ask, certificate, alice, now):
    day = (now + timedelta(days=3)).date().isoformat()
    later = now + timedelta(days=9)
    revoke(certificate, reason_code="error", actor=alice, now=later)
    with time_machine.travel(later, tick=False):
        then, today = ask(day), ask("")
    assert title(then) == "On 24 November 2026 this certificate was valid"
    assert "It does not say what the certificate is worth today." in then.text
    assert title(today) == "This certificate has been revoked"


def test_a_suspended_one_is_said_so_of_its_day(ask, certificate, alice, now):
    later = now + timedelta(days=2)
    suspend(certificate, reason_code="complaint", actor=alice, now=later)
    with time_machine.travel(now + timedelta(days=5), tick=False):
        response = ask("2026-11-24")
    assert title(response) == "On 24 November 2026 this certificate was suspended"
    assert "complaint" not in response.text


def test_paper_says_number_day_moment_and_answer(ask, certificate):
    page = BeautifulSoup(ask("2027-01-05").text, "html.parser")
    for gone in page.select(".no-print"):
        gone.decompose()
    text = " ".join(page.select_one("section.verdict").text.split())
    for words in (certificate.number, "5 January 2027", "21 November 2026", "10:00"):
        assert words in text, words
    assert "will be valid" in text
    assert not page.find("form", action=lambda a: a and "/verify/" in a)


@pytest.mark.parametrize(
    "day", ["31/12/2025", "2026-02-30", "yesterday", "\x00", "9" * 99]
)
def test_no_such_day_is_said_in_words(day, ask):
    response = ask(day)
    assert response.status_code == 422
    assert "There is no such day. Write year, month and day" in response.text


@pytest.mark.parametrize(
    ("day", "status"), [("2036-11-21", 200), ("2036-11-22", 422), ("9999-12-31", 422)]
)
def test_ten_years_ahead_are_answered_and_no_more(day, status, ask):
    response = ask(day)
    assert response.status_code == status
    assert ("Choose a day up to 21 November 2036." in response.text) == (status == 422)


@pytest.mark.parametrize("day", ["2020-01-01", "2026-11-21", "2030-01-01", "nonsense"])
def test_what_does_not_exist_today_exists_on_no_day(day, ask, certificate, now):
    Certificate.objects.filter(pk=certificate.pk).update(
        awarded_on=now.date() + timedelta(days=1)
    )
    hidden, unknown = ask(day), ask(day, number=NOBODY)
    assert hidden.status_code == unknown.status_code == 404
    assert title(hidden) == title(unknown)


def test_a_replaced_one_leads_to_its_successor(client, ask, certificate, alice, now):
    (newer,) = more_certificates(certificate, 1, now=now)
    supersede(certificate, newer, reason_code="renewed", actor=alice, now=now)
    way = reverse("certificates:verify_number", args=[newer.number])
    for day, expected in (
        ("", "This certificate has been replaced"),
        (
            "2027-01-01",
            "On 1 January 2027 this certificate is replaced, as far as is known today",
        ),
    ):
        response = ask(day)
        assert title(response) == expected
        assert f'href="{way}"' in response.text
        assert "It was replaced by:" in response.text


@pytest.mark.parametrize(("day", "queries"), [("", 1), ("2027-01-05", 2), ("x", 1)])
def test_reads_are_constant(
    day, queries, ask, certificate, alice, now, django_assert_num_queries
):
    suspend(certificate, reason_code="x", actor=alice, now=now)
    with django_assert_num_queries(queries):
        ask(day)
    with django_assert_num_queries(1):
        ask(day, number=NOBODY)


def test_nothing_of_another_day_is_kept_or_listed(ask):
    response = ask("2027-01-05")
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def test_a_day_before_the_name_was_put_right_is_answered_by_the_same_award(
    client, certificate, alice, now
):
    later = now + timedelta(days=40)
    with time_machine.travel(later, tick=False):
        new = reissue(certificate, "Bob Right", actor=alice, now=later)
        twice = reissue(new, "Bob Righter", actor=alice, now=later)
        address = reverse("certificates:verify_number", args=[twice.number])
        then = client.get(address, {"on": "2026-11-25"})
        before = client.get(address, {"on": "2026-11-20"})
    assert title(then) == "On 25 November 2026 this certificate was valid"
    assert "It had another number then" in then.text
    assert certificate.number not in then.text
    assert title(before).endswith("did not count yet")


def test_what_a_material_edition_ended_was_out_of_date(client, certificate, now):
    edition = next_edition(certificate.completion.enrolment.course)
    supersede_by_edition(certificate, edition, actor=None, now=now)
    later = now + timedelta(days=2)
    with time_machine.travel(later, tick=False):
        address = reverse("certificates:verify_number", args=[certificate.number])
        asked = client.get(address, {"on": "2026-11-22"})
    assert title(asked) == "On 22 November 2026 this certificate was out of date"
