from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Role
from organisations.models import Letter, LetterFile, LetterRun
from tests.factories.letters import make_run, without_address
from tests.factories.organisations import MembershipFactory, UserFactory

PAGE = reverse("organisations:letters", args=["beekstad"])


@pytest.fixture
def dora(beekstad):
    return without_address(beekstad)


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


def run_page(run):
    return reverse("organisations:letter_run", args=["beekstad", run.uuid])


def file_page(file):
    return reverse("organisations:letter_file", args=["beekstad", file.uuid])


def test_from_list_to_paper(signed_in, dora, bob):
    page = signed_in.get(PAGE)
    assert "1 person needs a letter" in page.text
    assert bob.printed_name not in page.text
    asked = signed_in.post(PAGE, {"layout": "cards"})
    assert "1 letter will be made" in asked.text
    assert not Letter.objects.exists()
    made = signed_in.post(PAGE, {"layout": "cards", "make": "1"})
    run = LetterRun.objects.get()
    assert made["Location"] == run_page(run)
    assert "Is deleted on" in signed_in.get(run_page(run)).text
    pdf = signed_in.post(file_page(run.files.get()))
    assert pdf["Content-Type"] == "application/pdf"
    assert "no-store" in pdf["Cache-Control"]
    assert pdf.content.startswith(b"%PDF")
    assert "Letter made on" in signed_in.get(PAGE).text
    assert "needs a letter" not in signed_in.get(PAGE).text


def test_some_are_chosen_by_hand_and_others_are_not(signed_in, alice, beekstad, dora):
    make_run(beekstad, actor=alice, now=timezone.now())
    other = without_address(beekstad, "P-2")
    chosen = {"layout": "letters", "some": "1", "chosen": [dora.pk]}
    asked = signed_in.post(PAGE, chosen)
    assert (asked.context["total"], asked.context["again"]) == (1, 1)
    signed_in.post(PAGE, chosen | {"make": "1"})
    assert list(Letter.objects.open().values_list("user", flat=True)) == [dora.user_id]
    assert not Letter.objects.filter(user=other.user_id).exists()


def test_nobody_is_chosen_who_cannot_be(signed_in, dora, bob, charlie):
    bobs = bob.memberships.get()
    for chosen in ([bobs.pk], [charlie.memberships.get().pk], ["x"]):
        asked = {"layout": "cards", "some": "1", "chosen": chosen, "make": "1"}
        assert signed_in.post(PAGE, asked).status_code == 422
    none = {"layout": "cards", "some": "1", "make": "1"}
    assert signed_in.post(PAGE, none).status_code == 422
    assert not LetterRun.objects.exists()


def test_a_file_that_is_deleted_is_told(signed_in, alice, beekstad, dora):
    run = make_run(beekstad, actor=alice, now=timezone.now() - timedelta(days=2))
    file = run.files.get()
    answer = signed_in.post(file_page(file), follow=True)
    assert "This file is deleted." in answer.text
    assert "Deleted without having been fetched" in answer.text


def test_nobody_else_sees_or_fetches_any_of_it(
    client, alice, bob, charlie, beekstad, valmont, dora
):
    run = make_run(beekstad, actor=alice, now=timezone.now())
    theirs = reverse(
        "organisations:letter_file", args=[valmont.code, LetterFile.objects.get().uuid]
    )
    for person in (bob, charlie):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, {"layout": "cards", "make": "1"}).status_code == 404
        assert client.get(run_page(run)).status_code == 404
        assert client.post(file_page(run.files.get())).status_code == 404
        assert client.post(theirs).status_code == 404


def test_a_deputy_makes_letters_too(client, beekstad, dora):
    deputy = UserFactory()
    day = timezone.localdate()
    MembershipFactory(
        user=deputy, organisation=beekstad, role=Role.DEPUTY, ends_on=day + timedelta(9)
    )
    client.force_login(deputy)
    client.post(PAGE, {"layout": "cards", "make": "1"})
    assert LetterRun.objects.get().asked_by == deputy


def test_the_list_asks_as_much_of_one_as_of_thirty(signed_in, alice, beekstad, dora):
    make_run(beekstad, actor=alice, now=timezone.now())
    signed_in.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        signed_in.get(PAGE)
    for at in range(30):
        without_address(beekstad, f"Q-{at}")
    make_run(beekstad, actor=alice, now=timezone.now())
    with CaptureQueriesContext(connection) as many:
        signed_in.get(PAGE)
    assert len(many) == len(few)


def test_the_list_is_filtered_by_state(signed_in, beekstad, dora):
    without_address(beekstad, "", printed_name="Badgeless")
    page = signed_in.get(PAGE, {"state": "no-badge"})
    assert [one.user.printed_name for one, *_rest in page.context["rows"]] == [
        "Badgeless"
    ]
    assert "Nobody is in this state." in signed_in.get(PAGE, {"state": "in"}).text


def test_without_anybody_the_page_says_where_they_come_from(signed_in):
    assert "Everybody here has an e-mail address." in signed_in.get(PAGE).text
