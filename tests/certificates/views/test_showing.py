"""Showing a certificate to where one works, from its page."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from certificates.domain.showing import employers_of
from certificates.models import ShownTo


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def browser(client, bob):
    client.force_login(bob)
    return client


def address(certificate, code, *, name="show"):
    return reverse(f"certificates:{name}", args=[certificate.uuid, code])


def test_the_holder_shows_it_and_takes_it_back(browser, certificate, bob):
    (home,) = employers_of(bob)
    page = reverse("certificates:detail", args=[certificate.uuid])
    show, stop = (
        address(certificate, home.code, name=n) for n in ("show", "show_stop")
    )
    assert f'action="{show}"' in browser.get(page).text
    assert "sees this certificate now" in browser.post(show, follow=True).text
    text = browser.get(page).text
    assert f'action="{stop}"' in text
    assert "sees it since 21 November 2026" in text
    browser.post(stop)
    assert ShownTo.objects.get().withdrawn_at is not None


def test_an_organisation_one_does_not_belong_to_is_not_found(
    browser, certificate, charlie
):
    (theirs,) = employers_of(charlie)
    assert browser.post(address(certificate, theirs.code)).status_code == 404
    assert browser.post(address(certificate, "nowhere")).status_code == 404
    assert not ShownTo.objects.exists()


@pytest.mark.parametrize("name", ["show", "show_stop"])
@pytest.mark.parametrize("person", ["alice", "charlie"])
def test_nobody_else_shows_or_stops(name, person, certificate, bob, request):
    (home,) = employers_of(bob)
    other = Client()
    other.force_login(request.getfixturevalue(person))
    target = address(certificate, home.code, name=name)
    assert other.post(target).status_code == 404
    assert other.get(target).status_code == 405
    assert Client().post(target).status_code == 302
    assert not ShownTo.objects.exists()
