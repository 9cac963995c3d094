from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.enums import RecognitionState
from certificates.models import Certificate, Recognition
from tests.factories.awards import make_member, make_owner
from tests.factories.contacts import make_contact

MINE, NEW = "/certificates/recognition/", "/certificates/recognition/new/"
QUEUE, BEGIN = "/cms/recognitions/", "/cms/recognitions/new/"
PDF = b"%PDF-1.7\nproof"


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def olga(beekstad):
    return make_owner(beekstad, "Olga")


@pytest.fixture
def piet(beekstad):
    return make_owner(beekstad, "Piet")


def said(rule, **changes) -> dict:
    return {
        "course": rule.course_id,
        "trained_on": "2026-05-04",
        "given_by": "Police academy",
        "proof": SimpleUploadedFile("proof.pdf", PDF),
        **changes,
    }


def at(name, recognition):
    return reverse(name, args=[recognition.pk])


def recognition_of(rule, user, now, **changes) -> Recognition:
    return Recognition.objects.create(
        **{
            "user": user,
            "course": rule.course,
            "sector_id": "POL",
            "issuer": rule.issuer,
            "trained_on": date(2026, 5, 4),
            "given_by": "Police academy",
            "asked_at": now,
            "asked_by": user,
            **changes,
        }
    )


def test_the_whole_way_of_a_claim(client, rule, bob, olga, piet):
    client.force_login(bob)
    assert NEW in client.get(MINE).text
    assert MINE in client.get("/certificates/").text
    assert client.get(NEW).status_code == 200
    sent = client.post(NEW, said(rule), follow=True)
    assert "Waits for a programme owner" in sent.text
    found = Recognition.objects.get()
    for owner in (olga, piet):
        client.force_login(owner)
        assert bob.printed_name in client.get(QUEUE).text
        assert "Download it" in client.get(at("recognition", found)).text
        client.post(at("recognition", found), {"yes": "1"})
    client.force_login(bob)
    certificate = Certificate.objects.get()
    assert f"/certificates/{certificate.uuid}/" in client.get(MINE).text


def test_a_claim_that_lacks_something_is_told(client, rule, bob):
    client.force_login(bob)
    assert client.post(NEW, {}).status_code == 422
    wrong = SimpleUploadedFile("proof.pdf", b"<html>")
    answer = client.post(NEW, said(rule, proof=wrong))
    assert answer.status_code == 422
    assert "no PDF, JPEG or PNG" in answer.text
    assert not Recognition.objects.exists()


def test_a_proof_is_a_download_for_those_who_decide(client, rule, bob, alice, olga):
    client.force_login(bob)
    client.post(NEW, said(rule))
    found = Recognition.objects.get()
    for person in (bob, alice):
        client.force_login(person)
        assert client.get(at("recognition_proof", found)).status_code == 404
    client.force_login(olga)
    answer = client.get(at("recognition_proof", found))
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"


def test_a_refusal_is_read_with_its_reason_and_whom_to_ask(
    client, rule, bob, olga, now
):
    found = recognition_of(rule, bob, now)
    client.force_login(olga)
    assert client.post(at("recognition", found), {"no": "1"}).status_code == 422
    why = {"no": "1", "reason": "The day cannot be read."}
    client.post(at("recognition", found), why)
    client.force_login(bob)
    page = client.get(MINE).text
    assert "The day cannot be read." in page
    assert "You can ask again" in page
    assert "Beekstad" in page


def test_whom_to_ask_is_named_where_a_contact_is_kept(
    client, rule, bob, beekstad, olga, now
):
    make_contact(beekstad, kind="training", name_en="Training desk")
    found = recognition_of(rule, bob, now)
    client.force_login(olga)
    why = {"no": "1", "reason": "The day cannot be read."}
    client.post(at("recognition", found), why)
    client.force_login(bob)
    page = client.get(MINE).text
    assert "Or talk about it with Training desk." in page
    assert "tel:+3225550120" in page


def test_one_withdraws_ones_own_and_nobody_elses(client, rule, bob, alice, now):
    found = recognition_of(rule, bob, now)
    address = reverse("certificates:recognition_withdraw", args=[found.pk])
    client.force_login(alice)
    assert client.post(address).status_code == 404
    client.force_login(bob)
    client.post(address)
    client.post(address)
    found.refresh_from_db()
    assert found.state == RecognitionState.WITHDRAWN


def test_an_owner_begins_it_for_somebody_they_may_know(
    client, rule, bob, charlie, olga
):
    client.force_login(olga)
    filled = said(rule, person=bob.email, sector="POL", reason="Seen at the desk")
    filled.pop("proof")
    for unknown in (charlie.email, charlie.printed_name, "nobody@x.example"):
        answer = client.post(BEGIN, {**filled, "person": unknown})
        assert "We do not know this person" in answer.text
    assert client.post(BEGIN, {}).status_code == 422
    client.post(BEGIN, {**filled, "person": bob.printed_name})
    found = Recognition.objects.get()
    assert found.user == bob
    page = client.get(at("recognition", found)).text
    assert "Another programme owner has to decide now" in page


def test_an_old_training_is_told_before_deciding(client, rule, bob, olga, now):
    found = recognition_of(rule, bob, now, trained_on=date(2019, 5, 4))
    client.force_login(olga)
    assert (
        "It would have run out on 4 May 2021"
        in client.get(at("recognition", found)).text
    )


def test_without_anything_to_claim_the_page_says_so(client, bob):
    client.force_login(bob)
    assert "No claim yet" in client.get(MINE).text
    assert "no course yet" in client.get(NEW).text


def test_lists_take_as_many_queries_for_many(client, rule, beekstad, bob, olga, now):
    counted = {MINE: [], QUEUE: []}
    for group in (range(1), range(1, 30)):
        for number in group:
            recognition_of(rule, make_member(beekstad, f"Eve{number}"), now)
            recognition_of(rule, bob, now, state="withdrawn", closed_at=now)
        for person, path in ((bob, MINE), (olga, QUEUE)):
            client.force_login(person)
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counted[path].append(len(queries))
    for found in counted.values():
        assert found[0] == found[1]
