"""What calendars are told of a training session, read back by the library it is written
with; tests/trainers/independent has it read by others."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.factories.told_sessions import (
    SALT_AND_PEPPER,
    at_ten,
    changing_days,
    make_block,
    make_blocks_around_changes,
    make_registration,
    make_session,
)
from trainers.domain.sessions.calendar import (
    Attendee,
    calendar_of,
    calendars_of,
    withdraw_block,
)
from trainers.domain.sessions.pages import page_of
from trainers.domain.sessions.zones import told_zone
from trainers.enums import SessionState
from trainers.models import WithdrawnBlock

pytestmark = pytest.mark.django_db
BOB = Attendee("Bob", "bob@beekstad.example")


@pytest.fixture
def session(world, now, settings):
    settings.RELAY_BASE_URL = "https://relay.example"
    return make_session(world, now=now, link="https://meet.example/x?a=1,2;b")


def read(session, **changes):
    told = calendar_of(session, **{"language": "en", **changes})
    return Calendar.from_ical(told)


def only(session, **changes):
    [event] = read(session, **changes).events
    return event


def test_a_block_is_an_event_with_all_that_is_told_of_it(session, now):
    block = session.blocks.get()
    event = only(session)
    assert event.uid == f"{block.uuid}@relay.example"
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert (event.start, event.end) == (block.starts_at, block.ends_at)
    assert (event.stamp, event.last_modified) == (now, now)
    assert (event.sequence, event.status) == (0, "CONFIRMED")
    assert event["SUMMARY"] == "Noticing without judging"
    assert event["LOCATION"] == "Town hall, room 2"
    assert event["URL"] == page_of(session)
    assert event["CONFERENCE"] == "https://meet.example/x?a=1,2;b"
    assert event["DESCRIPTION"] == (
        "Online meeting: https://meet.example/x?a=1,2;b\n\n"
        f"Page of the training session: {page_of(session)}"
    )
    assert event["ORGANIZER"] == "mailto:relay@localhost"
    assert event["ORGANIZER"].params["CN"] == "Beekstad"


def test_the_same_facts_are_the_same_bytes(session, world, now):
    first = calendar_of(session, language="nl")
    make_registration(session, world.bob, now=now)
    session.refresh_from_db()
    assert calendar_of(session, language="nl") == first


def test_a_block_has_a_name_and_a_place_of_its_own(session, now):
    session.blocks.all().delete()
    make_block(session, at_ten(now), title="Part 1", place="Library")
    event = only(session)
    assert event["SUMMARY"] == "Noticing without judging: Part 1"
    assert event["LOCATION"] == "Library"


def test_what_is_online_only_is_where_its_link_is(session):
    session.place = ""
    assert only(session)["LOCATION"] == session.link


def test_a_session_without_link_or_place_says_nothing_of_one(session):
    session.link, session.about = "", "Bring a pen."
    session.organiser.name, session.place = "", ""
    event = only(session)
    assert "CONFERENCE" not in event
    assert "LOCATION" not in event
    assert "CN" not in event["ORGANIZER"].params
    assert event["DESCRIPTION"].startswith("Bring a pen.\n\nPage of the")


def test_any_text_comes_back_as_it_was_in_lines_of_75_octets(session):
    session.title = SALT_AND_PEPPER * 4
    session.place = 'Зал "Б", 2; \\n'
    session.about = f"One\r\nBEGIN:VEVENT\nSUMMARY:x,y;z\x07\n{SALT_AND_PEPPER * 9}"
    session.organiser.name = 'Café "Ж", 🙂; O’Brien:x\nATTENDEE:mailto:x@x.example'
    session.link = ""
    told = calendar_of(session, language="en")
    assert all(len(line) <= 75 for line in told.split(b"\r\n"))
    assert b"\n" not in told.replace(b"\r\n", b"")
    [event] = Calendar.from_ical(told).events
    assert event["SUMMARY"] == session.title
    assert event["LOCATION"] == session.place
    assert event["DESCRIPTION"].startswith(
        f"One\nBEGIN:VEVENT\nSUMMARY:x,y;z\n{SALT_AND_PEPPER * 9}\n\n"
    )
    assert "ATTENDEE" not in event
    assert event["ORGANIZER"].params["CN"] == (
        "Café ”Ж”, 🙂; O’Brien:x ATTENDEE:mailto:x@x.example"
    )


def test_who_is_asked_is_named_and_nobody_else(session, world, now):
    make_registration(session, world.bob, now=now)
    make_registration(session, world.alice, now=now)
    event = only(session, method="REQUEST", attendee=BOB)
    assert event["ATTENDEE"] == "mailto:bob@beekstad.example"
    assert dict(event["ATTENDEE"].params) == {
        "CN": "Bob",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
    }
    told = calendar_of(session, method="REQUEST", attendee=BOB, language="en")
    assert b"alice" not in told.lower()
    assert read(session, method="REQUEST", attendee=BOB)["METHOD"] == "REQUEST"


def test_a_published_file_addresses_nobody(session):
    assert "ATTENDEE" not in only(session, attendee=BOB)
    assert read(session)["METHOD"] == "PUBLISH"


def test_a_guest_is_led_to_the_page_that_they_have(session):
    page = "https://relay.example/trainers/open/key/"
    guest = Attendee("Greta", "greta@home.example", page)
    assert only(session, attendee=guest)["URL"] == page
    nowhere = only(session, attendee=Attendee("Greta", "greta@home.example", ""))
    assert "URL" not in nowhere
    assert "/trainers/" not in nowhere["DESCRIPTION"]


@pytest.mark.parametrize(
    ("state", "method"),
    [
        (SessionState.CANCELLED, "PUBLISH"),
        (SessionState.PUBLISHED, "CANCEL"),
    ],
)
def test_what_is_off_is_cancelled_and_tells_no_link(session, state, method):
    session.state = state
    event = only(session, method=method, attendee=BOB)
    assert event.status == "CANCELLED"
    assert "CONFERENCE" not in event
    assert "meet.example" not in str(event["DESCRIPTION"])


def test_what_waits_for_a_lead_is_not_settled(session):
    session.state = SessionState.BLOCKED
    assert only(session).status == "TENTATIVE"


def test_a_change_has_a_higher_sequence_and_a_later_stamp(session, now):
    session.sequence, session.changed_at = 3, now + timedelta(days=1)
    event = only(session)
    assert (event.sequence, event.stamp) == (3, now + timedelta(days=1))
    # A place that was given after it.
    assert only(session, at=now + timedelta(days=2)).stamp == now + timedelta(days=2)
    assert only(session, at=now).stamp == now + timedelta(days=1)


def test_a_block_taken_out_is_told_as_cancelled(session, now):
    later = make_block(session, at_ten(now + timedelta(days=31)), title="Part 2")
    kept = withdraw_block(session.blocks.first(), now=now)
    assert list(session.blocks.all()) == [later]
    events = {str(one.uid): one.status for one in read(session).events}
    assert events == {
        f"{later.uuid}@relay.example": "CONFIRMED",
        f"{kept.uuid}@relay.example": "CANCELLED",
    }


def test_a_block_of_a_draft_goes_without_a_trace(session, now):
    session.state = SessionState.DRAFT
    session.save()
    assert withdraw_block(session.blocks.get(), now=now) is None
    assert not WithdrawnBlock.objects.exists()
    assert not session.blocks.exists()
    assert read(session).events == []


def test_a_mail_has_a_file_for_each_block_and_cancels_those_taken_out(session, now):
    make_block(session, at_ten(now + timedelta(days=31)))
    make_block(session, at_ten(now + timedelta(days=32)))
    withdraw_block(session.blocks.first(), now=now)
    told = calendars_of(session, attendee=BOB, language="en", with_withdrawn=True)
    assert [method for method, _file in told] == ["REQUEST", "REQUEST", "CANCEL"]
    for method, file in told:
        calendar = Calendar.from_ical(file)
        assert calendar["METHOD"] == method
        assert len(calendar.events) == len(calendar.timezones) == 1
    assert len(calendars_of(session, attendee=BOB, language="en")) == 2


def test_words_are_in_the_language_that_was_asked_for(session):
    told = {only(session, language=one)["DESCRIPTION"] for one in ("en", "nl")}
    # Until catalogues have it both are English.
    assert all(page_of(session) in one for one in told)


def test_a_session_moved_over_the_change_to_summer_time_keeps_its_hour(session, now):
    block = session.blocks.get()
    block.starts_at = at_ten(datetime(2026, 3, 28, tzinfo=UTC))
    block.ends_at = block.starts_at + timedelta(hours=2)
    block.save()
    assert only(session).start.astimezone(UTC).hour == 9
    block.starts_at = at_ten(datetime(2026, 3, 29, tzinfo=UTC))
    block.ends_at = block.starts_at + timedelta(hours=2)
    block.save()
    moved = only(session)
    assert moved.start.astimezone(UTC).hour == 8
    assert moved["DTSTART"].to_ical() == b"20260329T100000"


def test_blocks_around_each_change_of_clocks_in_thirty_years_keep_their_instant(
    session,
):
    session.blocks.all().delete()
    blocks = make_blocks_around_changes(session)
    events = read(session).events
    assert [one.start for one in events] == [one.starts_at for one in blocks]
    assert [one.end for one in events] == [one.ends_at for one in blocks]
    assert {one["DTSTART"].dt.hour for one in events} == {3, 10}


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Brussels",
        "America/New_York",
        "America/Santiago",
        "Africa/Casablanca",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "UTC",
    ],
)
def test_a_zone_told_is_the_zone_for_thirty_years(name):
    """Every hour around each change; read from the rules alone."""
    told = told_zone(name, 2026).to_tz(lookup_tzid=False)
    zone = ZoneInfo(name)
    for day in [date(2026, 1, 1), date(2040, 7, 1), *changing_days(zone)]:
        at = datetime.combine(day, time(0), UTC) - timedelta(hours=24)
        for _hour in range(72):
            at += timedelta(hours=1)
            local = at.astimezone(zone).replace(tzinfo=None)
            # An hour that is there twice is told as the first of the two.
            if zone_offset(local, zone) == at.astimezone(zone).utcoffset():
                offset = local.replace(tzinfo=told).utcoffset()
                assert offset == zone_offset(local, zone), local


def zone_offset(local, zone):
    return local.replace(tzinfo=zone).utcoffset()


def test_a_zone_whose_clocks_changed_last_in_its_first_year_is_told(settings, session):
    settings.TIME_ZONE = "Asia/Kolkata"
    assert only(session).start == session.blocks.get().starts_at
    settings.TIME_ZONE = "UTC"
    assert only(session)["DTSTART"].to_ical().endswith(b"Z")
