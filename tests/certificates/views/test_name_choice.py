"""The holder decides what a check shows of their name."""

import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from certificates.domain.document import certificate_pdf
from certificates.models import Certificate, NameChoice


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def browser(client, bob):
    client.force_login(bob)
    return client


def choose(client, certificate, choice, **kwargs):
    address = reverse("certificates:name", args=[certificate.uuid])
    return client.post(address, {"choice": choice}, **kwargs)


def checked(certificate):
    address = reverse("certificates:verify_number", args=[certificate.number])
    return Client().get(address).text


def test_the_page_offers_three_and_initials_are_chosen(browser, certificate):
    text = browser.get(reverse("certificates:detail", args=[certificate.uuid])).text
    for value in ("initials", "full", "nothing"):
        assert f'value="{value}"' in text
    assert 'value="initials" required id="id_choice_0" checked' in text or (
        "checked" in text
    )


@pytest.mark.parametrize(
    ("choice", "seen", "unseen"),
    [
        ("initials", "B. Đ. W.", "Wiśniewski"),
        ("full", "Bob Đorđe Wiśniewski", "B. Đ."),
        ("nothing", "this page does not show it", "B. Đ."),
    ],
)
def test_the_check_follows_at_once(choice, seen, unseen, browser, certificate):
    response = choose(browser, certificate, choice, follow=True)
    assert "Saved." in response.text
    page = checked(certificate)
    assert seen in page
    assert unseen not in page


def test_the_check_of_a_file_follows_as_well(browser, certificate):
    choose(browser, certificate, "full")
    content = certificate_pdf(certificate, language="en")
    file = SimpleUploadedFile("c.pdf", content, content_type="application/pdf")
    page = Client().post(reverse("certificates:verify_file"), {"file": file}).text
    assert "Bob Đorđe Wiśniewski" in page


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("<script>alert(1)</script> Bob", "&lt;script&gt;alert(1)&lt;/script&gt; Bob"),
        ("Bob \u202egpj.exe\u200b", "<bdi>Bob gpj.exe</bdi>"),
        ("محمد عبد الرحمن", "<bdi>محمد عبد الرحمن</bdi>"),
        ("Олена Шевченко", "<bdi>Олена Шевченко</bdi>"),
    ],
)
def test_any_name_is_shown_harmlessly(name, seen, browser, certificate):
    words = {**certificate.words, "printed_name": name}
    Certificate.objects.filter(pk=certificate.pk).update(words=words)
    choose(browser, certificate, "full")
    page = checked(certificate)
    assert seen in page
    assert "\u202e" not in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("person", ["alice", "charlie"])
def test_nobody_else_decides(person, client, certificate, request):
    client.force_login(request.getfixturevalue(person))
    assert choose(client, certificate, "full").status_code == 404
    assert not NameChoice.objects.exists()


def test_strangers_and_wrong_numbers_decide_nothing(client, browser, certificate):
    assert choose(Client(), certificate, "full").status_code == 302
    address = reverse("certificates:name", args=[uuid.uuid4()])
    assert browser.post(address, {"choice": "full"}).status_code == 404
    assert browser.get(address).status_code == 405
    assert not NameChoice.objects.exists()


@pytest.mark.parametrize("choice", ["", "everything", "FULL"])
def test_what_is_no_choice_changes_nothing(choice, browser, certificate):
    response = choose(browser, certificate, choice, follow=True)
    assert "Choose what is shown of your name." in response.text
    assert not NameChoice.objects.exists()
