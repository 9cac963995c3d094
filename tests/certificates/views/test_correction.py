import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates.domain.correcting import (
    ask_for_correction,
    refuse_correction,
    reissue,
)
from certificates.domain.document import certificate_pdf
from certificates.domain.life import revoke
from certificates.models import CorrectionRequest

RIGHT = "Bob Đorđe Wiśniewska"


def address(name, certificate):
    return reverse(f"certificates:{name}", args=[certificate.uuid])


@pytest.fixture
def bobs(client, bob):
    client.force_login(bob)
    return client


def test_the_holder_asks_and_sees_that_it_waits(bobs, certificate):
    detail = bobs.get(address("detail", certificate))
    assert address("ask_correction", certificate) in detail.text
    assert bobs.get(address("ask_correction", certificate)).status_code == 200
    answer = bobs.post(address("ask_correction", certificate), {"name": RIGHT})
    assert answer.url == address("detail", certificate)
    assert CorrectionRequest.objects.get().asked_name == RIGHT
    detail = bobs.get(address("detail", certificate))
    assert RIGHT in detail.text
    assert address("ask_correction", certificate) not in detail.text


@pytest.mark.parametrize("name", ["", "Bob Đorđe Wiśniewski", "x" * 121, "\u202e"])
def test_what_cannot_be_asked_says_why(name, bobs, certificate):
    answer = bobs.post(address("ask_correction", certificate), {"name": name})
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"]
    assert not CorrectionRequest.objects.exists()


def test_a_stranger_and_the_coordinator_find_nothing(
    client, certificate, alice, charlie
):
    for person in (alice, charlie):
        client.force_login(person)
        for method in (client.get, client.post):
            answer = method(address("ask_correction", certificate), {"name": RIGHT})
            assert answer.status_code == 404
    assert not CorrectionRequest.objects.exists()


def test_without_signing_in_nothing_is_asked(client, certificate):
    answer = client.post(address("ask_correction", certificate), {"name": RIGHT})
    assert answer.status_code == 302
    assert not CorrectionRequest.objects.exists()


def test_the_answer_of_the_issuer_stands_on_the_page(
    bobs, bob, alice, certificate, now
):
    asked = ask_for_correction(certificate, RIGHT, actor=bob, now=now)
    refuse_correction(asked, "As on the card", actor=alice, now=now)
    detail = bobs.get(address("detail", certificate))
    assert "As on the card" in detail.text
    assert address("ask_correction", certificate) in detail.text


def test_of_a_revoked_one_nothing_can_be_asked(bobs, alice, certificate, now):
    revoke(certificate, reason_code="error", actor=alice, now=now)
    detail = bobs.get(address("detail", certificate))
    assert address("ask_correction", certificate) not in detail.text


def test_the_old_page_leads_to_the_new_one(bobs, alice, certificate, now):
    new = reissue(certificate, RIGHT, actor=alice, now=now)
    detail = bobs.get(address("detail", certificate)).text
    assert new.number in detail
    assert address("detail", new) in detail
    assert RIGHT in bobs.get(address("detail", new)).text


def test_the_old_number_answers_what_replaced_it(client, alice, certificate, now):
    new = reissue(certificate, RIGHT, actor=alice, now=now)
    of_old = client.get(
        reverse("certificates:verify_number", args=[certificate.number])
    )
    of_new = client.get(reverse("certificates:verify_number", args=[new.number]))
    assert new.number in of_old.text
    assert certificate.number not in of_new.text
    for page in (of_old, of_new):
        assert "Bob" not in page.text


def test_the_old_paper_answers_what_replaced_it(client, alice, certificate, now):
    paper = certificate_pdf(certificate, language="en")
    new = reissue(certificate, RIGHT, actor=alice, now=now)
    answer = client.post(
        reverse("certificates:verify_file"),
        {"file": SimpleUploadedFile("old.pdf", paper)},
    )
    assert new.number in answer.text
