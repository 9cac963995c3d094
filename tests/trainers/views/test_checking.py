"""The code on the wall, and the pages of who checks in with it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.attendance import blocks, make_day, mark
from tests.factories.trainers import make_person, make_world
from trainers.domain.attendance import codes
from trainers.domain.sessions.registering import hash_of
from trainers.enums import Audience, Presence, SessionState
from trainers.models import Attendance, Registration, SessionBlock, TrainingSession

pytestmark = pytest.mark.django_db
HERE = reverse("trainers:here")


@pytest.fixture
def world(beekstad, alice, bob):
    # Pages ask for now.
    return make_world(beekstad, alice, bob, now=timezone.now())


def begun(session, minutes=10) -> SessionBlock:
    """Its first block, which began so many minutes ago."""
    block = blocks(session)[0]
    block.starts_at = timezone.now() - timedelta(minutes=minutes)
    block.ends_at = block.starts_at + timedelta(hours=3)
    block.save()
    return block


@pytest.fixture
def block(world):
    return begun(make_day(world, world.bob, now=timezone.now()))


def wall(block, name="attendance_code"):
    return reverse(f"trainers:{name}", args=[block.session.uuid, block.uuid])


def page(block):
    return reverse("trainers:check_in", args=[block.uuid])


def scanned(block, at=None):
    token = codes.token_at(block, at or timezone.now())
    return reverse("trainers:check_in_by_code", args=[block.uuid, token])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_wall_shows_the_code_to_read_and_numbers_but_no_name(client, world, block):
    client.force_login(world.lieve)
    now = timezone.now()
    shown = text_of(client.get(wall(block)))
    good = [codes.code_at(block, now + timedelta(seconds=at)) for at in (0, 30)]
    assert any(f"{code[:3]} {code[3:]}" in shown for code in good)
    assert settings.RELAY_BASE_URL.split("//")[1] + HERE in shown
    assert "<b data-there>0</b> of <b data-listed>1</b> are there" in shown
    assert world.bob.printed_name not in shown
    mark(block.session, world.bob, by=world.lieve, now=now, block=block)
    told = client.get(wall(block, "attendance_code_now")).json()
    assert (told["open"], told["there"], told["listed"]) == (True, 1, 1)
    assert told["qr"].startswith("data:image/svg+xml")
    assert 1 <= told["seconds"] <= 30


def test_the_wall_works_without_a_script(client, world, block):
    client.force_login(world.lieve)
    shown = text_of(client.get(wall(block)))
    assert '<noscript><meta http-equiv="refresh"' in shown


@pytest.mark.parametrize(
    ("minutes", "said"), [(-40, "The code appears here by itself"), (200, "is over")]
)
def test_before_and_after_there_is_no_code(client, world, block, minutes, said):
    begun(block.session, minutes)
    client.force_login(world.lieve)
    shown = text_of(client.get(wall(block)))
    assert said in shown
    assert "data-typed" not in shown
    assert client.get(wall(block, "attendance_code_now")).json() == {"open": False}


def test_who_does_not_take_attendance_sees_no_code(client, world, charlie, block):
    for one in (world.bob, world.alice, charlie):
        client.force_login(one)
        assert client.get(wall(block)).status_code == 404
        assert client.get(wall(block, "attendance_code_now")).status_code == 404


def test_a_code_is_read_and_one_button_says_i_am_here(client, world, block):
    client.force_login(world.bob)
    read = client.get(scanned(block))
    assert read.url == page(block)
    assert "You read the code in the room" in text_of(client.get(page(block)))
    assert not Attendance.objects.exists()
    assert client.post(page(block)).url == page(block)
    assert "You are checked in: present" in text_of(client.get(page(block)))
    row = Attendance.objects.get()
    assert (row.registration.person, row.presence) == (world.bob, Presence.HERE)
    # The page stays open on the phone and is pressed again.
    assert client.get(scanned(block)).url == page(block)
    client.post(page(block))
    assert Attendance.objects.get() == row


def test_who_comes_late_reads_for_how_long_they_were_there(client, world, block):
    begun(block.session, 60)
    client.force_login(world.bob)
    client.get(scanned(block))
    client.post(page(block))
    shown = text_of(client.get(page(block)))
    assert "present for a part" in shown
    assert "minutes count, because this block began at" in shown


def test_who_has_to_sign_in_first_loses_nothing(client, world, block):
    world.bob.set_password("a-good-long-password")
    world.bob.save()
    read = client.get(scanned(block))
    assert read.url == f"{reverse('account_login')}?next={page(block)}"
    # As signing in does it: the session of the browser goes on.
    assert client.login(username=world.bob.email, password="a-good-long-password")
    assert "You read the code in the room" in text_of(client.get(page(block)))


def test_a_picture_of_the_code_that_was_sent_on_is_worth_nothing(
    client, world, charlie, block
):
    client.force_login(world.bob)
    old = client.get(scanned(block, timezone.now() - timedelta(minutes=2)))
    assert old.status_code == 410
    assert "This code is not shown any more" in text_of(old)
    assert block.session.title not in text_of(old)
    assert "Code on the wall" in text_of(client.get(page(block)))
    # In time, it makes the friend who opens it present and nobody else.
    client.force_login(charlie)
    client.get(scanned(block))
    refused = client.post(page(block))
    assert refused.status_code == 422
    assert "You are not on the list of this session" in text_of(refused)
    assert not Attendance.objects.exists()


def test_the_code_of_one_block_opens_no_other(client, world, block):
    other = begun(make_day(world, now=timezone.now(), days=(35,), lead=world.ada))
    client.force_login(world.bob)
    client.get(scanned(other))
    assert "Code on the wall" in text_of(client.get(page(block)))
    assert client.post(page(block)).status_code == 422
    assert not Attendance.objects.exists()


def test_what_one_browser_read_is_not_another_ones(client, world, block):
    colleague = make_person("Nora Wuyts", world.employer)
    client.force_login(world.bob)
    client.get(scanned(block))
    client.force_login(colleague)
    assert "You read the code" not in text_of(client.get(page(block)))


def test_digits_are_typed_and_not_tried_by_address(client, world, block):
    client.force_login(world.bob)
    code = codes.code_at(block, timezone.now())
    by_address = reverse("trainers:check_in_by_code", args=[block.uuid, code])
    assert client.get(by_address).status_code == 410
    assert page(block) in text_of(client.get(HERE))
    wrong = client.post(page(block), {"code": "12"})
    assert wrong.status_code == 422
    assert "Read it again" in text_of(wrong)
    client.post(page(block), {"code": f"{code[:3]} {code[3:]}"})
    assert "You are checked in" in text_of(client.get(HERE))


def test_codes_are_tried_ten_times_and_no_more(client, world, block):
    client.force_login(world.bob)
    answers = [client.post(page(block), {"code": "1"}).status_code for _ in range(25)]
    assert set(answers) == {422, 429}
    # Of two windows at most.
    assert answers.count(422) in range(10, 21)


def test_nobody_checks_in_to_what_is_cancelled(client, world, block):
    client.force_login(world.bob)
    address = scanned(block)
    client.get(address)
    TrainingSession.objects.update(state=SessionState.CANCELLED)
    assert "Nobody can check in" in text_of(client.get(address))
    assert client.post(page(block)).status_code == 422
    assert not Attendance.objects.exists()
    assert page(block) not in text_of(client.get(HERE))


def test_strangers_find_no_block(client, charlie, block):
    client.force_login(charlie)
    assert client.get(page(block)).status_code == 404
    assert page(block) not in text_of(client.get(HERE))


def test_where_i_am_costs_the_same_for_one_session_and_thirty(client, world, block):
    client.force_login(world.bob)
    counts = []
    for number in (0, 18):
        for at in range(number):
            row = TrainingSession.objects.get(pk=block.session_id)
            places = list(row.places.values_list("organisation", flat=True))
            row.pk = None
            row.uuid = f"00000000-0000-0000-0000-{at:012}"
            row.save()
            row.places.create(organisation_id=places[0])
            row.blocks.create(starts_at=block.starts_at, ends_at=block.ends_at)
        client.get(HERE)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(HERE)
        assert shown.content.decode().count("code-field") == 1 + number
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.fixture
def guest(world):
    now = timezone.now()
    day = make_day(world, now=now, audience=Audience.OPEN, places=())
    begun(day)
    return Registration.objects.create(
        session=day,
        guest_name="Mia Parent",
        guest_email="mia@home.example",
        token_hash=hash_of("mia"),
        state="coming",
        asked_at=now,
        changed_at=now,
    )


GUEST = reverse("trainers:guest", args=["mia"])


def test_a_guest_checks_in_from_their_own_page(client, guest):
    block = blocks(guest.session)[0]
    assert "Who are you?" in text_of(client.get(scanned(block)))
    assert "Code on the wall" in text_of(client.get(GUEST))
    client.post(GUEST, {"block": block.uuid, "code": "12"})
    assert not Attendance.objects.exists()
    for wrong in ("", "x", "0" * 400):
        assert client.post(GUEST, {"block": wrong, "code": "1"}).status_code == 404
    code = codes.code_at(block, timezone.now())
    client.post(GUEST, {"block": block.uuid, "code": code})
    shown = text_of(client.get(GUEST))
    assert "Your attendance" in shown
    assert "Code on the wall" not in shown
    assert Attendance.objects.get().registration == guest


def test_a_guest_adds_their_place_to_an_account(client, charlie, guest):
    assert "sign in, and add this to it" in text_of(client.get(GUEST))
    # Without an account nothing is claimed.
    client.post(GUEST, {"claim": ""})
    guest.refresh_from_db()
    assert guest.person is None
    client.force_login(charlie)
    assert "Add this to my account" in text_of(client.get(GUEST))
    claimed = client.post(GUEST, {"claim": ""})
    guest.refresh_from_db()
    assert (guest.person, guest.guest_email) == (charlie, "")
    assert claimed.url == reverse("trainers:session", args=[guest.session.uuid])
    assert client.get(GUEST).status_code == 404
