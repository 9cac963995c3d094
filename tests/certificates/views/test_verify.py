from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from certificates.domain.award import award_certificate
from certificates.domain.life import revoke, supersede, suspend
from certificates.domain.numbers import is_well_formed, suggestion
from tests.factories.certificates import complete, make_rule, more_certificates

FORM = reverse("certificates:verify")
NOBODY = "CPL-POL-7K3M-Q2XB"


def page_of(number):
    return reverse("certificates:verify_number", args=[number])


def shown(client, certificate, day):
    with time_machine.travel(day, tick=False):
        return client.get(page_of(certificate.number))


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


def test_anyone_may_ask(client, db):
    page = client.get(FORM)
    assert page.status_code == 200
    assert 'name="number"' in page.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "typed", ["CPL-POL-7K3M-Q2XB", "cpl pol 7k3m q2xb", " cpl–pol–7k3mq2xb\n"]
)
def test_a_number_leads_to_its_page(method, typed, client, db):
    response = getattr(client, method)(FORM, {"number": typed})
    assert (response.status_code, response["Location"]) == (302, page_of(NOBODY))


def test_asking_by_post_needs_no_token(db):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(FORM, {"number": NOBODY}).status_code == 302


@pytest.mark.parametrize("typed", ["", "   ", "?!…", "\x00", "☃" * 500])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_holds_no_number_is_asked_again(method, typed, client, db):
    response = getattr(client, method)(FORM, {"number": typed})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


def test_a_post_without_number_is_asked_again(client, db):
    assert client.post(FORM).status_code == 422


def test_a_stranger_sees_what_it_is_worth_and_never_whose(client, certificate):
    response = client.get(page_of(certificate.number))
    page = response.content.decode()
    assert response.status_code == 200
    for words in (
        "This certificate is valid",
        "Its last valid day is 21 November 2028.",
        "Frontline Prevention, Basic - Police (local and federal)",
        "Police (local and federal)",
        "21 November 2026",
        "Beekstad",
        "English",
        certificate.number,
    ):
        assert words in page, words
    for secret in (
        *certificate.holder.printed_name.split(),
        escape(certificate.holder.email),
        str(certificate.uuid),
        "Zoë",
        "edition",
        "minutes",
    ):
        assert secret not in page, secret


def test_the_answer_is_in_the_askers_language(client, certificate):
    page = client.get(
        page_of(certificate.number), headers={"Accept-Language": "nl"}
    ).content.decode()
    assert "Eerstelijnspreventie, basis - Politie" in page


@pytest.mark.parametrize(
    ("days", "title"),
    [
        (0, "This certificate is valid"),
        (700, "This certificate is valid"),
        (731, "This certificate is valid"),
        (732, "This certificate has expired"),
    ],
)
def test_it_counts_up_to_and_including_its_last_day(
    days, title, client, certificate, now
):
    page = shown(client, certificate, now + timedelta(days=days))
    assert f"<h1>{title}</h1>" in page.content.decode()
    assert "21 November 2028" in page.content.decode()


def test_what_does_not_expire_says_so(client, small_course, bob, now):
    make_rule(small_course.course, validity_months=None)
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    page = client.get(page_of(certificate.number)).content.decode()
    assert "It does not expire." in page


def test_a_suspended_one_says_whom_to_ask(client, certificate, alice, now):
    suspend(certificate, reason_code="complaint", actor=alice, now=now)
    page = client.get(page_of(certificate.number)).content.decode()
    assert "<h1>This certificate is suspended</h1>" in page
    assert "Do not accept it today. Beekstad can tell you more." in page
    assert "complaint" not in page
    assert "Alice" not in page


def test_a_revoked_one_says_not_to_accept_it(client, certificate, alice, now):
    revoke(certificate, reason_code="error", actor=alice, now=now)
    page = client.get(page_of(certificate.number)).content.decode()
    assert "<h1>This certificate has been revoked</h1>" in page
    assert "Do not accept it." in page


def test_a_superseded_one_names_its_successor(client, certificate, alice, now):
    (newer,) = more_certificates(certificate, 1, now=now)
    supersede(certificate, newer, reason_code="renewed", actor=alice, now=now)
    page = client.get(page_of(certificate.number)).content.decode()
    assert "<h1>This certificate has been replaced</h1>" in page
    assert newer.number in page


def test_a_number_typed_carelessly_in_the_address_is_understood(client, certificate):
    response = client.get(page_of(certificate.number.lower().replace("-", " ")))
    assert response.status_code == 200


def test_the_dash_in_a_prefix_may_be_missing(client, small_course, bob, now):
    make_rule(small_course.course, prefix="CPL-R")
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    response = client.get(page_of(certificate.number.replace("-", "")))
    assert certificate.number in response.content.decode()


def test_an_unknown_number_is_told_with_the_form(client, certificate):
    response = client.get(page_of(NOBODY))
    page = response.content.decode()
    assert response.status_code == 404
    assert "No certificate has this number" in page
    assert f'value="{NOBODY}"' in page
    assert "Did you mean" not in page


def test_swapped_characters_bring_a_suggestion_from_the_text_alone(client, db):
    swapped = "CPL-POL-K73M-Q2XB"
    assert suggestion(swapped) == NOBODY
    page = client.get(page_of(swapped)).content.decode()
    assert "Did you mean this one?" in page
    assert f'href="{page_of(NOBODY)}"' in page


def test_a_suggestion_says_nothing_of_the_register(client, certificate):
    number = certificate.number
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert not is_well_formed(wrong)
    page = client.get(page_of(wrong))
    assert page.status_code == 404
    assert (suggestion(wrong) or "") in page.content.decode()
    assert number not in page.content.decode().replace(suggestion(wrong) or "\0", "")


MANGLED = [
    "A" * 10_000,
    "é" * 3_000,
    "' OR 1=1 --",
    "%00",
    "..%2F..%2Fetc%2Fpasswd",
    "<script>alert(1)<script>",
    "{{ settings.SECRET_KEY }}",
    "\u202e\u0000\ufffe",
    "CPL-POL-7K3M-Q2X",
    "CPL-POL-7K3M-Q2XBB",
    "-" * 300,
    "😀😀😀😀",
]


@pytest.mark.parametrize("typed", MANGLED)
def test_mangled_input_gets_an_honest_page(typed, client, certificate):
    direct = client.get(f"/verify/{quote(typed, safe='')}/")
    assert direct.status_code == 404
    page = direct.content.decode()
    assert "No certificate has this number" in page
    assert "<script>alert" not in page
    for response in (
        client.get(FORM, {"number": typed}, follow=True),
        client.post(FORM, {"number": typed}, follow=True),
    ):
        assert response.status_code in (404, 422)
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/verify/../../etc/passwd/", "/verify/a/b/", "/verify//"]
)
def test_paths_that_lead_nowhere_are_not_found(path, client, db):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", [NOBODY, "nonsense", None])
def test_nothing_is_listed_or_kept_by_caches(number, client, certificate):
    address = page_of(number or certificate.number)
    for response in (
        client.get(address),
        client.get(FORM),
        client.get(FORM, {"number": NOBODY}),
        client.get(FORM, {"number": ""}),
    ):
        assert response["X-Robots-Tag"] == "noindex"
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("kind", ["known", "unknown", "mangled"])
def test_few_queries_the_same_for_known_and_unknown(
    kind, client, certificate, django_assert_num_queries
):
    number = {"known": certificate.number, "unknown": NOBODY, "mangled": "x"}[kind]
    with django_assert_num_queries(1):
        client.get(page_of(number))


@pytest.mark.parametrize("method", ["get", "head"])
def test_the_sixty_first_in_a_minute_waits(method, client, certificate):
    ask = getattr(client, method)
    answers = [ask(page_of(certificate.number)).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    limited = ask(page_of(NOBODY))
    assert limited.status_code == 429
    assert 1 <= int(limited["Retry-After"]) <= 60
    assert "no-store" in limited["Cache-Control"]


def test_the_form_is_limited_as_well_and_opens_again(client, db, now):
    answers = [client.post(FORM, {"number": NOBODY}).status_code for _ in range(61)]
    assert answers == [302] * 60 + [429]
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        assert client.post(FORM, {"number": NOBODY}).status_code == 302


def test_another_client_is_not_kept_waiting(client, db):
    for _ in range(61):
        client.get(page_of(NOBODY))
    assert client.get(page_of(NOBODY)).status_code == 429
    assert client.get(page_of(NOBODY), REMOTE_ADDR="203.0.113.9").status_code == 404


def test_a_number_page_is_only_read(client, certificate):
    assert client.post(page_of(certificate.number)).status_code == 405
    assert client.put(FORM).status_code == 405
