"""What a device sends of a list: people who walked in before the marks about them."""

import uuid

import pytest

from courses.models import Term
from organisations.models import Membership
from tests.factories.attendance import blocks, during, make_day
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import make_person
from trainers.domain.attendance.marks import Said
from trainers.domain.attendance.sending import WalkIn, take_sent
from trainers.enums import Presence, RegistrationState
from trainers.models import Attendance, Registration

pytestmark = pytest.mark.django_db


def here(session, key, **changes) -> Said:
    return Said(uuid.uuid4(), key, blocks(session)[0].uuid, Presence.HERE, **changes)


def send(world, session, *walk_ins, marks=(), now):
    return take_sent(
        session, walk_ins=walk_ins, marks=marks, by=world.lieve, now=during(now)
    )


def walk_in(world, **changes) -> WalkIn:
    fields = {"name": "Yusuf Öztürk", "employer": world.employer.code, **changes}
    return WalkIn(uuid.uuid4(), **fields)


def test_a_mark_names_who_walked_in_by_the_key_of_the_device(world, now):
    session = make_day(world, now=now)
    one = walk_in(world)
    mark = here(session, one.key)
    for _again in range(2):
        sent = send(world, session, one, marks=[mark], now=now)
        assert sent.kept == [one.key, mark.uuid]
        assert sent.known_as == {one.key: one.key}
        assert sent.refused == {}
    [registration] = session.registrations.all()
    assert (registration.uuid, registration.guest_name) == (one.key, "Yusuf Öztürk")
    [row] = Attendance.objects.all()
    assert (row.registration, row.presence) == (registration, Presence.HERE)


def test_who_was_on_the_list_before_is_found_by_the_badge_and_marked_there(world, now):
    Membership.objects.filter(user=world.bob).update(badge_number="4711")
    session = make_day(world, world.bob, now=now)
    one = walk_in(world, name="", badge_number="4711")
    for _again in range(2):
        mark = here(session, one.key)
        sent = send(world, session, one, marks=[mark], now=now)
        assert sent.known_as == {one.key: session.registrations.get().uuid}
        assert sent.kept == [one.key, mark.uuid]
    assert Attendance.objects.get().registration.person == world.bob


def test_whoever_trains_in_a_session_does_not_walk_in(world, now):
    Membership.objects.filter(user=world.lieve).update(badge_number="1")
    session = make_day(world, now=now)
    one = walk_in(world, name="", badge_number="1", employer=world.owner_body.code)
    sent = send(world, session, one, now=now)
    assert sent.refused == {one.key: "Lieve Peeters trains in this session."}
    assert session.registrations.count() == 0


def test_a_key_of_another_session_is_refused_and_nothing_breaks(world, now):
    session = make_day(world, now=now)
    other = make_day(world, world.bob, now=now, days=(40,))
    taken = Registration.objects.get(session=other).uuid
    good = walk_in(world)
    bad = WalkIn(taken, name="Mia Claes", employer=world.employer.code)
    sent = send(world, session, bad, good, now=now)
    assert sent.kept == [good.key]
    assert list(sent.refused) == [taken]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Give a badge number or a name"),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"name": "Mia, mia@home.example"}, "Only the name"),
        ({"name": "Mia, 0475 12 34 56"}, "Only the name"),
        ({"name": "", "badge_number": "85.07.30-033.28"}, "national number"),
        ({"employer": "nowhere"}, "No organisation has the name or code “nowhere”."),
        ({"employer": ""}, "Say for which organisation they work."),
    ],
    ids=["nothing", "long", "e-mail", "phone", "national", "nowhere", "none"],
)
def test_who_cannot_be_meant_is_refused_and_their_marks_wait_with_them(
    world, now, changes, said
):
    session = make_day(world, world.bob, now=now)
    one, mark = walk_in(world, **changes), None
    mark = here(session, one.key)
    other = here(session, session.registrations.get().uuid)
    sent = send(world, session, one, marks=[mark, other], now=now)
    assert list(sent.refused) == [one.key]
    assert said in sent.refused[one.key]
    assert sent.kept == [other.uuid]


def test_a_term_that_can_stigmatise_is_no_name(world, now):
    Term.objects.create(
        language="en",
        key="lost-cause",
        forms="lost cause",
        reason="Nobody is.",
        suggestion="somebody who needs time",
    )
    session = make_day(world, now=now)
    one = walk_in(world, name="The lost cause")
    sent = send(world, session, one, now=now)
    assert list(sent.refused) == [one.key]


def test_an_employer_that_was_not_asked_is_found_by_name_or_code(world, now):
    session = make_day(world, now=now)
    town = OrganisationFactory(name="Buurgemeente", code="next-town")
    by_name = walk_in(world, employer=" buurgemeente ")
    by_code = walk_in(world, employer="next-town", name="Nele Goossens")
    sent = send(world, session, by_name, by_code, now=now)
    assert sent.refused == {}
    assert {one.employer for one in session.registrations.all()} == {town}


def test_who_waited_and_is_there_has_come(world, now, beekstad):
    people = [make_person(f"P{n} Peeters", beekstad) for n in range(3)]
    session = make_day(world, *people, now=now, capacity=2)
    waiting = session.registrations.get(state=RegistrationState.WAITING)
    send(world, session, marks=[here(session, waiting.uuid)], now=now)
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.COMING
