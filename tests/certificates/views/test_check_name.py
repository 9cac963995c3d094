"""Reading one's name before the first certificate is made."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from certificates.domain.award import award_certificate
from certificates.models import Certificate
from organisations.models import User

CHECK, LIST = reverse("certificates:check_name"), reverse("certificates:list")


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def bob(bob):
    User.objects.filter(pk=bob.pk).update(name_checked_at=None)
    bob.refresh_from_db()
    return bob


@pytest.fixture
def browser(client, rule, completion, bob, now):
    assert award_certificate(completion, now=now) is None
    client.force_login(bob)
    return client


@pytest.mark.parametrize("page", [CHECK, LIST])
def test_the_draft_shows_the_name_and_two_ways_on(page, browser):
    text = browser.get(page).text
    for words in (
        "Check your name",
        "Bob Đorđe Wiśniewski",
        "Print it so",
        "Change it",
        f"{reverse('organisations:profile')}?next={LIST}",
    ):
        assert words in text, words
    assert "Your certificates will be here" not in text


def test_print_it_so_brings_the_certificate(
    browser, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(CHECK)
    assert response["Location"] == LIST
    number = Certificate.objects.get().number
    page = browser.get(LIST).text
    assert str(Certificate.objects.get().uuid) in page
    assert "Check your name" not in page
    assert number


def test_change_it_brings_the_certificate_with_the_new_name(
    browser, bob, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(
            reverse("organisations:profile"),
            {
                "printed_name": "Bob Aerts",
                "sector": bob.sector_id,
                "language": "en",
                "next": LIST,
            },
        )
    assert response["Location"] == LIST
    assert Certificate.objects.get().words["printed_name"] == "Bob Aerts"


def test_who_has_no_name_can_only_write_one(browser, bob):
    User.objects.filter(pk=bob.pk).update(printed_name="")
    page = browser.get(CHECK).text
    assert "You have not written your name yet." in page
    assert "Print it so" not in page
    assert browser.post(CHECK).status_code == 200
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_checks_it_for_somebody_else(method, browser, alice):
    other = Client()
    other.force_login(alice)
    response = getattr(other, method)(CHECK)
    assert response["Location"] == LIST
    assert "Bob" not in other.get(LIST).text
    assert not Certificate.objects.exists()


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get(CHECK)["Location"].startswith(reverse("account_login"))


def test_the_course_page_leads_there(browser):
    page = browser.get(reverse("courses:course", args=["small"])).text
    assert f'href="{CHECK}"' in page
