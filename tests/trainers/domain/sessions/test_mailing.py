"""Who is told what of a training session, with what for their calendar, and how often."""

from base64 import b64decode
from datetime import timedelta

import pytest
from icalendar import Calendar

from lms.models import OutgoingMail
from organisations.enums import Level, Role
from organisations.models import Organisation
from tests.factories.told_sessions import (
    at_ten,
    make_block,
    make_guest,
    make_registration,
    make_session,
)
from tests.factories.trainers import make_person
from trainers.domain.sessions import mailing
from trainers.domain.sessions.calendar import withdraw_block
from trainers.domain.sessions.pages import guest_page, page_of
from trainers.enums import RegistrationState, SessionRole, SessionState
from trainers.models import SessionTrainer

pytestmark = pytest.mark.django_db
LEFT, WAITING = RegistrationState.CANCELLED, RegistrationState.WAITING
KEY = "a-key-that-only-greta-has"


@pytest.fixture(autouse=True)
def _unsent(settings):
    """What is sent keeps no text and no files."""
    backend = "django_tasks.backends.dummy.DummyBackend"
    settings.TASKS = {"default": {"BACKEND": backend}}


@pytest.fixture
def session(world, now):
    return make_session(world, now=now, link="https://meet.example/x")


@pytest.fixture
def bobs(session, world, now):
    return make_registration(session, world.bob, now=now)


def told():
    """{whom: template} of all mails."""
    return {
        one.to[0]: one.template.removeprefix("trainers/mail/session_")
        for one in OutgoingMail.objects.all()
    }


def calendars(mail):
    """(method, calendar) of each file in a mail."""
    return [
        (
            one["media_type"].removeprefix("text/calendar; method="),
            Calendar.from_ical(b64decode(one["content"])),
        )
        for one in mail.attachments
    ]


def files_of(person_or_guest):
    email = getattr(person_or_guest, "email", person_or_guest)
    [mail] = [one for one in OutgoingMail.objects.all() if one.to == [email]]
    return calendars(mail)


@pytest.mark.parametrize("tell", [mailing.tell_place, mailing.tell_promoted])
def test_who_has_a_place_gets_it_for_the_calendar(tell, session, bobs, now):
    assert tell(bobs, now=now) is True
    mail = OutgoingMail.objects.get()
    assert mail.to == [bobs.person.email]
    assert "Noticing without judging" in mail.subject
    for body in (mail.text, mail.html):
        assert page_of(session) in body
        assert "Town hall, room 2" in body
        assert "https://meet.example/x" in body
        assert "10:00 to 13:00" in body
    [(method, calendar)] = calendars(mail)
    [event] = calendar.events
    assert (method, calendar["METHOD"], event.status) == (
        "REQUEST",
        "REQUEST",
        "CONFIRMED",
    )
    assert event["ATTENDEE"] == f"mailto:{bobs.person.email}"


def test_who_waits_is_told_so_and_gets_nothing_for_the_calendar(session, world, now):
    one = make_registration(session, world.bob, now=now, state=WAITING)
    assert mailing.tell_waiting(one, now=now) is True
    mail = OutgoingMail.objects.get()
    assert "waiting list" in mail.subject
    assert mail.attachments == []


def test_who_left_has_it_taken_out_of_the_calendar(session, bobs, now):
    bobs.state, bobs.changed_at = LEFT, now + timedelta(hours=1)
    assert mailing.tell_left(bobs, now=now) is True
    mail = OutgoingMail.objects.get()
    [(method, calendar)] = calendars(mail)
    [event] = calendar.events
    assert (method, event.status) == ("CANCEL", "CANCELLED")
    # Later than what was sent with the place: calendars go by it.
    assert event.stamp == now + timedelta(hours=1)
    assert "https://meet.example/x" not in mail.text + mail.html


def test_who_left_the_waiting_list_has_nothing_in_the_calendar(session, bobs, now):
    mailing.tell_left(bobs, had_place=False, now=now)
    assert OutgoingMail.objects.get().attachments == []


def test_twice_is_once_and_to_come_back_is_told_anew(session, bobs, now):
    later = now + timedelta(minutes=5)
    mailing.tell_place(bobs, now=now)
    assert mailing.tell_place(bobs, now=later) is False
    bobs.state, bobs.changed_at = LEFT, later
    mailing.tell_left(bobs, now=later)
    bobs.state, bobs.changed_at = RegistrationState.COMING, later
    assert mailing.tell_place(bobs, now=later) is True
    assert OutgoingMail.objects.count() == 3


def test_who_has_no_address_or_is_gone_is_left_out(session, bobs, world, now):
    world.bob.is_active = False
    world.bob.save()
    bobs.refresh_from_db()
    assert mailing.tell_place(bobs, now=now) is False
    # Forgotten some time after the session.
    forgotten = make_guest(session, now=now, guest_name="", guest_email="")
    for tell in (mailing.tell_place, mailing.tell_waiting, mailing.tell_left):
        assert tell(forgotten, now=now) is False
    assert mailing.ask_guest(forgotten, KEY, now=now) is False
    assert not OutgoingMail.objects.exists()


def test_a_guest_is_asked_in_their_language_with_a_link_that_is_a_key(session, now):
    guest = make_guest(session, now=now, token_hash="a" * 64)
    assert mailing.ask_guest(guest, KEY, now=now) is True
    assert mailing.ask_guest(guest, KEY, now=now + timedelta(hours=1)) is False
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language) == (["greta@home.example"], "fr")
    assert "Greta Guest" in mail.text
    for body in (mail.text, mail.html):
        assert guest_page(KEY) in body
        assert page_of(session) not in body
    assert mail.attachments == []


def test_a_guest_finds_their_page_where_the_key_is_at_hand(session, now):
    guest = make_guest(session, now=now, guest_language="")
    mailing.tell_place(guest, token=KEY, now=now)
    mail = OutgoingMail.objects.get()
    assert mail.language == session.language
    assert guest_page(KEY) in mail.text
    [(_method, calendar)] = calendars(mail)
    assert calendar.events[0]["URL"] == guest_page(KEY)
    mailing.tell_promoted(guest, now=now)
    without = OutgoingMail.objects.first()
    assert "/trainers/" not in without.text + without.html
    assert "URL" not in calendars(without)[0][1].events[0]


def test_a_change_is_told_to_who_has_a_place_and_to_trainers(session, bobs, world, now):
    make_registration(session, world.alice, now=now, state=WAITING)
    make_registration(session, world.olga, now=now, state=LEFT)
    make_guest(session, now=now)
    make_guest(
        session,
        now=now,
        state=RegistrationState.UNCONFIRMED,
        guest_email="unsure@home.example",
    )
    session.sequence, session.place = 1, "Library"
    session.save()
    assert mailing.tell_changed(session, now=now) == 3
    assert mailing.tell_changed(session, now=now + timedelta(hours=1)) == 0
    assert told() == dict.fromkeys(
        [world.bob.email, world.lieve.email, "greta@home.example"], "changed"
    )
    for one in OutgoingMail.objects.all():
        [(method, calendar)] = calendars(one)
        [event] = calendar.events
        assert (method, event.sequence, event["LOCATION"]) == ("REQUEST", 1, "Library")
        # Nobody reads of another.
        others = {world.bob.email, world.lieve.email, "greta@home.example"}
        others -= {one.to[0]}
        whole = one.text + one.html + b64decode(one.attachments[0]["content"]).decode()
        assert not any(other in whole for other in others)
    session.sequence = 2
    session.save()
    assert mailing.tell_changed(session, now=now + timedelta(hours=1)) == 3


def test_a_block_taken_out_leaves_the_calendars(session, bobs, world, now):
    make_block(session, at_ten(now + timedelta(days=40)), title="Part 2")
    withdraw_block(session.blocks.last(), now=now)
    session.sequence = 1
    session.save()
    mailing.tell_changed(session, now=now)
    files = files_of(world.bob)
    assert [method for method, _calendar in files] == ["REQUEST", "CANCEL"]
    assert [one.events[0].status for _method, one in files] == [
        "CONFIRMED",
        "CANCELLED",
    ]
    [mail] = [one for one in OutgoingMail.objects.all() if one.to == [world.bob.email]]
    assert [one["name"] for one in mail.attachments] == [
        "training-1.ics",
        "training-2.ics",
    ]
    assert "Part 2" not in mail.text


def test_that_it_is_cancelled_is_told_to_who_waits_as_well(session, bobs, world, now):
    make_registration(session, world.alice, now=now, state=WAITING)
    session.state, session.sequence = SessionState.CANCELLED, 1
    session.save()
    assert mailing.tell_cancelled(session, now=now) == 3
    assert told() == dict.fromkeys(
        [world.bob.email, world.alice.email, world.lieve.email], "cancelled"
    )
    [(method, calendar)] = files_of(world.bob)
    assert (method, calendar.events[0].status) == ("CANCEL", "CANCELLED")
    assert files_of(world.alice) == []


def test_a_trainer_who_signed_up_is_told_once(session, world, now):
    make_registration(session, world.lieve, now=now)
    # Who comes by badge and has no address is left out.
    world.olga.email = None
    world.olga.save()
    make_registration(session, world.olga, now=now)
    assert mailing.tell_changed(session, now=now) == 1


def test_planners_are_told_that_another_lead_is_needed(session, bobs, world, now):
    session.created_by = world.olga
    session.save()
    reasons = ["Her accreditation ends before <that>."]
    assert mailing.tell_blocked(session, reasons, now=now) == 2
    assert mailing.tell_blocked(session, reasons, now=now + timedelta(hours=1)) == 0
    assert told() == dict.fromkeys([world.alice.email, world.olga.email], "blocked")
    mail = OutgoingMail.objects.first()
    assert reasons[0] in mail.text
    assert "ends before &lt;that&gt;." in mail.html
    assert mailing.tell_unblocked(session, now=now) == 2
    assert OutgoingMail.objects.filter(template__endswith="unblocked").count() == 2
    # Blocked a second time.
    session.sequence += 2
    session.save()
    assert mailing.tell_blocked(session, reasons, now=now) == 2


def test_of_a_department_coordinators_of_its_employer_are_told(
    session, world, beekstad, now
):
    department = Organisation.objects.create(
        name="Prevention",
        code="prevention",
        level=Level.DEPARTMENT,
        parent=beekstad,
        language_regime=beekstad.language_regime,
    )
    department.path = f"{beekstad.path}{department.pk}/"
    department.save()
    deputy = make_person("Dora Deputy", department, Role.DEPUTY)
    make_person("Leo Learner", department)
    session.organiser, session.created_by = department, world.alice
    session.save()
    assert mailing.tell_blocked(session, [], now=now) == 2
    assert told() == dict.fromkeys([world.alice.email, deputy.email], "blocked")


def reminded(now):
    """(mails by this sweep, those there are)."""
    return mailing.remind(now), OutgoingMail.objects.count()


def test_reminders_come_seven_days_and_one_day_before_each_once(session, world, now):
    make_registration(session, world.bob, now=now)
    make_guest(session, now=now)
    make_registration(session, world.alice, now=now, state=WAITING)
    begin = session.blocks.get().starts_at
    assert reminded(begin - timedelta(days=8)) == (0, 0)
    # Late in the evening before.
    assert reminded(begin - timedelta(days=7, hours=11)) == (0, 0)
    assert reminded(begin - timedelta(days=7)) == (3, 3)
    assert reminded(begin - timedelta(days=6)) == (0, 3)
    assert reminded(begin - timedelta(days=2)) == (0, 3)
    assert reminded(begin - timedelta(days=1, hours=2)) == (3, 6)
    assert reminded(begin - timedelta(hours=1)) == (0, 6)
    assert reminded(begin) == (0, 6)
    assert told() == dict.fromkeys(
        [world.bob.email, world.lieve.email, "greta@home.example"], "reminder"
    )
    assert "at 10:00" in OutgoingMail.objects.filter(language="en").first().text


def test_of_a_session_published_late_only_the_step_that_came_is_told(
    session, bobs, now
):
    begin = session.blocks.get().starts_at
    assert reminded(begin - timedelta(hours=20)) == (2, 2)
    assert reminded(begin - timedelta(hours=2)) == (0, 2)


def test_a_session_that_moved_is_told_of_anew(session, bobs, now):
    block = session.blocks.get()
    assert reminded(block.starts_at - timedelta(days=7)) == (2, 2)
    block.starts_at += timedelta(days=30)
    block.ends_at += timedelta(days=30)
    block.save()
    assert reminded(block.starts_at - timedelta(days=7)) == (2, 4)


@pytest.mark.parametrize(
    "state", [SessionState.DRAFT, SessionState.BLOCKED, SessionState.CANCELLED]
)
def test_nobody_is_reminded_of_what_does_not_take_place(session, bobs, now, state):
    session.state = state
    session.save()
    begin = session.blocks.get().starts_at
    assert reminded(begin - timedelta(days=1)) == (0, 0)


def test_many_sessions_are_as_many_queries_as_one(
    session, bobs, world, now, django_assert_num_queries
):
    when = session.blocks.get().starts_at - timedelta(days=1)
    mailing.remind(when)
    with django_assert_num_queries(6):
        mailing.remind(when)
    for _number in range(29):
        another = make_session(world, now=now)
        make_registration(another, world.bob, now=now)
        SessionTrainer.objects.create(
            session=another, person=world.ada, role=SessionRole.CO
        )
    assert mailing.remind(when) == 29 * 3
    with django_assert_num_queries(6):
        assert mailing.remind(when + timedelta(minutes=5)) == 0


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_each_occasion_is_said_in_each_language(session, bobs, world, now, language):
    for one in (world.bob, world.alice, world.lieve):
        one.language = language
        one.save()
    bobs = type(bobs).objects.get()
    for tell in (
        mailing.tell_place,
        mailing.tell_waiting,
        mailing.tell_promoted,
        mailing.tell_left,
    ):
        assert tell(bobs, now=now) is True
    guest = make_guest(session, now=now, guest_language=language)
    assert mailing.ask_guest(guest, KEY, now=now) is True
    assert mailing.tell_changed(session, now=now) == 3
    assert mailing.tell_cancelled(session, now=now) == 3
    assert mailing.tell_blocked(session, ["Why"], now=now) == 1
    assert mailing.tell_unblocked(session, now=now) == 1
    assert mailing.remind(session.blocks.get().starts_at - timedelta(days=1)) == 3
    for one in OutgoingMail.objects.all():
        assert one.language == language
        assert f'<html lang="{language}">' in one.html
        assert "Noticing without judging" in one.subject
        assert "Noticing without judging" in one.text


def test_who_only_waits_or_was_not_confirmed_reads_no_link(session, world, now):
    mailing.ask_guest(make_guest(session, now=now), KEY, now=now)
    waiting = make_registration(session, world.bob, now=now, state=WAITING)
    mailing.tell_waiting(waiting, now=now)
    for one in OutgoingMail.objects.all():
        assert "meet.example" not in one.text + one.html
