"""A link by which a certificate is shown, and which its holder withdraws."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from certificates.domain.award import award_certificate
from certificates.domain.life import revoke
from certificates.domain.shares import make_link
from certificates.enums import SharedFor
from certificates.models import Certificate, ShareLink
from tests.factories.designs import make_design

GONE = "This link does not work any more"


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def browser(client, bob):
    client.force_login(bob)
    return client


def page_of(certificate):
    return reverse("certificates:share", args=[certificate.uuid])


def make(browser, certificate, **changes):
    """The path of a new link, as its maker reads it."""
    data = {"label": "My union", "lasts": "month", **changes}
    page = BeautifulSoup(browser.post(page_of(certificate), data).text, "html.parser")
    shown = page.find("a", href=lambda one: one and "/shared/" in one)
    return shown["href"].removeprefix(settings.RELAY_BASE_URL)


def withdraw_address(certificate, link):
    return reverse("certificates:share_withdraw", args=[certificate.uuid, link.pk])


def test_whoever_has_the_link_sees_the_certificate_without_an_account(
    browser, certificate
):
    response = Client().get(make(browser, certificate))
    assert response.status_code == 200
    for words in (
        "Bob Đorđe Wiśniewski",
        "Frontline Prevention, Basic - Police (local and federal)",
        certificate.number,
        "21 November 2028",
    ):
        assert words in response.text, words
    for secret in (str(certificate.uuid), escape(certificate.holder.email), "My union"):
        assert secret not in response.text, secret


@pytest.mark.parametrize(
    ("part", "kind", "begins"),
    [
        ("certificate.pdf", "application/pdf", b"%PDF"),
        ("qr.svg", "image/svg+xml", b"<"),
    ],
)
def test_its_pdf_and_code_come_with_it(part, kind, begins, browser, certificate):
    path = make(browser, certificate)
    page, file = Client().get(path).text, Client().get(path + part)
    assert path + part in page
    assert (file.status_code, file["Content-Type"]) == (200, kind)
    assert file.content.startswith(begins)


def test_its_pdf_is_there_in_its_languages_only(browser, certificate):
    path = make(browser, certificate) + "certificate.pdf"
    assert Client().get(path, {"lang": "nl"}).status_code == 200
    assert Client().get(path, {"lang": "xx"}).status_code == 404


@pytest.mark.parametrize("part", ["", "certificate.pdf", "qr.svg"])
def test_nothing_of_it_is_kept_listed_or_passed_on(part, browser, certificate):
    response = Client().get(make(browser, certificate) + part)
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "strict-origin"
    assert "sessionid" not in response.cookies


def test_the_link_is_told_once(browser, certificate):
    path = make(browser, certificate)
    assert path not in browser.get(page_of(certificate)).text
    assert "no-store" in browser.get(page_of(certificate))["Cache-Control"]


def test_the_holder_sees_their_links_and_withdraws_one(browser, certificate):
    path, other = make(browser, certificate), make(browser, certificate, label="<b>")
    link = ShareLink.objects.order_by("pk").first()
    listed = browser.get(page_of(certificate)).text
    for words in ("My union", "&lt;b&gt;", "21 December 2026"):
        assert words in listed, words
    response = browser.post(withdraw_address(certificate, link), follow=True)
    assert "withdrawn on 21 November 2026" in response.text
    assert Client().get(path).status_code == 410
    assert Client().get(other).status_code == 200


@pytest.mark.parametrize("part", ["", "certificate.pdf", "qr.svg"])
@pytest.mark.parametrize("how", ["withdrawn", "ended"])
def test_a_link_at_its_end_says_so_and_nothing_else(
    how, part, browser, certificate, now
):
    path = make(browser, certificate, lasts="week")
    later = now + timedelta(days=8)
    if how == "withdrawn":
        link = ShareLink.objects.get()
        browser.post(withdraw_address(certificate, link))
        later = now
    with time_machine.travel(later, tick=False):
        response = Client().get(path + part)
    assert response.status_code == 410
    assert GONE in response.text
    for secret in ("Bob", "Wiśniewski", certificate.number, "Police", "My union"):
        assert secret not in response.text, secret


def test_it_works_on_its_last_day(browser, certificate, now):
    path = make(browser, certificate, lasts="week")
    with time_machine.travel(now + timedelta(days=7), tick=False):
        assert Client().get(path).status_code == 200


def test_what_no_longer_counts_says_so(browser, certificate, alice, now):
    path = make(browser, certificate)
    revoke(certificate, reason_code="error", actor=alice, now=now)
    assert "This certificate does not count today." in Client().get(path).text


def test_a_name_is_shown_harmlessly(browser, certificate):
    words = {**certificate.words, "printed_name": "<i>Bob\u202e\u200b"}
    Certificate.objects.filter(pk=certificate.pk).update(words=words)
    page = Client().get(make(browser, certificate)).text
    assert "&lt;i&gt;Bob<" in page
    assert "\u202e" not in page


def test_a_name_that_cannot_be_printed_is_told_on_the_page(browser, certificate):
    words = {**certificate.words, "printed_name": "王小明"}
    Certificate.objects.filter(pk=certificate.pk).update(words=words)
    response = Client().get(make(browser, certificate) + "certificate.pdf")
    assert response.status_code == 409
    assert "cannot be printed yet" in response.text


@pytest.mark.parametrize("token", ["no-such-token", "x" * 500, "%00", "<script>"])
def test_an_unknown_link_is_not_found(token, client, db):
    assert client.get(f"/shared/{token}/").status_code == 404


@pytest.mark.parametrize("person", ["alice", "charlie"])
def test_nobody_else_makes_sees_or_withdraws(
    person, browser, certificate, request, bob, now
):
    link, _address = make_link(
        certificate, label="x", lasts=SharedFor.WEEK, actor=bob, now=now
    )
    other = Client()
    other.force_login(request.getfixturevalue(person))
    assert other.get(page_of(certificate)).status_code == 404
    assert other.post(page_of(certificate), {"lasts": "week"}).status_code == 404
    assert other.post(withdraw_address(certificate, link)).status_code == 404
    assert ShareLink.objects.get().withdrawn_at is None


def test_a_link_is_withdrawn_at_its_own_certificate_only(browser, certificate, now):
    link, _address = make_link(
        certificate, label="", lasts=SharedFor.WEEK, actor=certificate.holder, now=now
    )
    wrong = reverse("certificates:share_withdraw", args=[uuid.uuid4(), link.pk])
    assert browser.post(wrong).status_code == 404
    missing = reverse("certificates:share_withdraw", args=[certificate.uuid, 0])
    assert browser.post(missing).status_code == 404


@pytest.mark.parametrize("lasts", ["", "century"])
def test_how_long_has_to_be_said(lasts, browser, certificate):
    response = browser.post(page_of(certificate), {"lasts": lasts})
    assert response.status_code == 422
    assert not ShareLink.objects.exists()


def test_too_many_are_refused_in_words(browser, certificate, bob, now):
    for _ in range(20):
        make_link(certificate, label="", lasts=SharedFor.WEEK, actor=bob, now=now)
    response = browser.post(page_of(certificate), {"lasts": "week"})
    assert response.status_code == 422
    assert "Withdraw one that is not needed." in response.text


def test_the_sixty_first_in_a_minute_waits(browser, certificate):
    path, stranger = make(browser, certificate), Client()
    answers = [stranger.get(path + "qr.svg").status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]


def test_opening_it_changes_nothing_and_reads_little(
    browser, certificate, django_assert_num_queries
):
    path = make(browser, certificate)
    before = list(ShareLink.objects.values())
    with django_assert_num_queries(2):
        Client().get(path)
    assert list(ShareLink.objects.values()) == before
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("count", [1, 19])
def test_the_list_is_one_query_however_many(
    count, browser, certificate, bob, now, django_assert_max_num_queries
):
    for _ in range(count):
        make_link(certificate, label="", lasts=SharedFor.WEEK, actor=bob, now=now)
    browser.get(page_of(certificate))
    # Sessions in a cache ask one less.
    with django_assert_max_num_queries(6):
        browser.get(page_of(certificate))


def test_the_page_says_what_the_design_says(browser, completion, rule, beekstad, now):
    rule.design = make_design(beekstad, below="Well done, {holder}.")["en"]
    rule.save()
    certificate = award_certificate(completion, now=now)
    page = Client().get(make(browser, certificate)).text
    assert "Diploma en" in page
    assert "Given to en" in page
    assert "Ann Devos" in page
    assert f"Well done, {escape(certificate.words['printed_name'])}." in page
