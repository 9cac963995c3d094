"""Claiming what was attended without an account, what is known of one person, and
making up."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.attendance import blocks, make_day, mark
from tests.factories.trainers import make_world
from trainers.domain.attendance.walk_ins import claim_code, let_in
from trainers.domain.attendance.weighing import weigh_all
from trainers.enums import MarkSource, Presence
from trainers.models import Attendance, SessionBlock

pytestmark = pytest.mark.django_db
CLAIM = reverse("trainers:attendance_claim")


@pytest.fixture
def world(beekstad, alice, bob):
    # Pages ask for now.
    return make_world(beekstad, alice, bob, now=timezone.now())


def over(session, days=1):
    """All of it some days ago."""
    for block in blocks(session):
        block.starts_at = timezone.now() - timedelta(days=days)
        block.ends_at = block.starts_at + timedelta(hours=3)
        block.save()


@pytest.fixture
def session(world):
    made = make_day(world, world.bob, now=timezone.now())
    over(made)
    return made


@pytest.fixture
def jo(world, session):
    return let_in(
        session,
        employer=world.employer,
        name="Jo Smet",
        actor=world.lieve,
        now=timezone.now(),
    )


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def person_page(one):
    return reverse("trainers:registration_attendance", args=[one.uuid])


def test_a_code_shows_the_session_without_the_name_and_then_claims_it(
    client, world, charlie, session, jo
):
    client.force_login(charlie)
    assert "Code on the slip" in text_of(client.get(CLAIM))
    shown = text_of(client.post(CLAIM, {"code": claim_code(jo).lower()}))
    assert session.title in shown
    assert world.employer.name in shown
    assert "Jo Smet" not in shown
    jo.refresh_from_db()
    assert jo.person is None
    claimed = client.post(CLAIM, {"code": claim_code(jo), "claim": ""})
    assert claimed.url == reverse("trainers:session", args=[session.uuid])
    jo.refresh_from_db()
    assert jo.person == charlie
    again = client.post(CLAIM, {"code": claim_code(jo), "claim": ""})
    assert again.status_code == 422
    assert "it may be claimed already" in text_of(again)


@pytest.mark.parametrize("code", ["", "x", "0" * 300, "é", "' or 1=1"])
def test_a_wrong_code_says_what_may_be_the_matter(client, charlie, jo, code):
    client.force_login(charlie)
    answer = client.post(CLAIM, {"code": code, "claim": ""})
    assert answer.status_code == 422
    assert "This code claims nothing" in text_of(answer)
    jo.refresh_from_db()
    assert jo.person is None


def test_who_trains_there_claims_nothing(client, world, jo):
    client.force_login(world.lieve)
    answer = client.post(CLAIM, {"code": claim_code(jo), "claim": ""})
    assert "trains in this session" in text_of(answer)


def test_codes_of_slips_are_not_guessed(client, charlie):
    client.force_login(charlie)
    answers = [client.post(CLAIM, {"code": "x"}).status_code for _ in range(25)]
    assert answers.count(422) in range(10, 21)
    assert 429 in answers


def test_it_is_found_from_the_account_and_from_checking_in(client, charlie):
    client.force_login(charlie)
    for name in ("organisations:profile", "trainers:here", "trainers:sessions"):
        assert f'href="{CLAIM}"' in text_of(client.get(reverse(name)))


def test_who_takes_attendance_reads_where_it_is_known_from(
    client, world, charlie, session, jo
):
    mark(session, world.bob, Presence.PART, 60, by=world.lieve, now=timezone.now())
    one = session.registrations.get(person=world.bob)
    for stranger in (world.bob, world.alice, charlie):
        client.force_login(stranger)
        assert client.get(person_page(one)).status_code == 404
    client.force_login(world.lieve)
    shown = text_of(client.get(person_page(one)))
    assert "60 minutes: List of the trainer" in shown
    assert "Said by Lieve Peeters" in shown
    code = claim_code(jo)
    assert f"{code[:5]}-{code[5:]}" in text_of(client.get(person_page(jo)))
    listed = text_of(client.get(reverse("trainers:session", args=[session.uuid])))
    assert person_page(one) in listed


def test_what_was_missed_is_made_up_where_they_were(client, world, session):
    now = timezone.now()
    other_day = make_day(world, world.bob, now=now, days=(40,))
    mark(session, world.bob, Presence.AWAY, by=world.lieve, now=now)
    over(other_day, 2)
    mark(other_day, world.bob, by=world.lieve, now=now)
    SessionBlock.objects.update(counts=True)
    one = session.registrations.get(person=world.bob)
    [block], [other] = blocks(session), blocks(other_day)
    client.force_login(world.lieve)
    assert "It was made up there" in text_of(client.get(person_page(one)))
    for wrong in ({}, {"other": block.pk}, {"other": "x"}, {"other": "9" * 40}):
        answer = client.post(person_page(one), {"block": block.pk, **wrong})
        assert answer.status_code == 422
    assert client.post(person_page(one), {"block": other.pk}).status_code == 404
    client.post(person_page(one), {"block": block.pk, "other": other.pk})
    row = Attendance.objects.get(registration=one)
    assert (row.presence, row.mark.source, row.mark.said_by) == (
        Presence.HERE,
        MarkSource.MADE_UP,
        world.lieve,
    )
    again = client.post(person_page(one), {"block": block.pk, "other": other.pk})
    assert again.status_code == 422
    assert one.marks.count() == 2


def test_people_read_their_own_attendance_and_whom_to_tell(client, world, session):
    address = reverse("trainers:session", args=[session.uuid])
    client.force_login(world.bob)
    shown = text_of(client.get(address))
    assert "Your trainer has not said yet of every block" in shown
    assert "Not said yet" in shown
    assert "Tell Lieve Peeters" in shown
    mark(session, world.bob, Presence.AWAY, by=world.lieve, now=timezone.now())
    weigh_all(timezone.now())
    assert "can be made up in another session" in text_of(client.get(address))
    mark(session, world.bob, by=world.lieve, now=timezone.now())
    SessionBlock.objects.update(counts=True)
    weigh_all(timezone.now())
    assert "You attended enough." in text_of(client.get(address))
    client.force_login(world.alice)
    assert "Your attendance" not in text_of(client.get(address))
