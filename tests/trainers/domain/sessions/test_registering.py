"""Places and the waiting list: nobody is passed over, nobody comes twice, and there are
never more than there are places."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.errors import DomainError
from organisations.models import Organisation, User
from tests.factories.attendance import said
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import make_person, make_session
from trainers.domain.attendance.marks import take
from trainers.domain.sessions import registering
from trainers.domain.sessions.planning import cancel_session
from trainers.domain.sessions.publishing import follow_leads
from trainers.domain.sessions.queue import promote
from trainers.domain.sessions.registering import (
    ask_as_guest,
    cancel_registration,
    confirm_guest,
    forget_guests,
    seat_for,
    sign_up,
)
from trainers.enums import (
    Audience,
    MarkSource,
    Presence,
    RegistrationState,
    SessionState,
)
from trainers.models import Period, Registration, TrainingSession

pytestmark = pytest.mark.django_db

COMING, WAITING = RegistrationState.COMING, RegistrationState.WAITING


def own(session, person, now):
    return sign_up(session, person, actor=person, now=now)


def states(session):
    return [one.state for one in session.registrations.order_by("asked_at", "pk")]


@pytest.fixture
def three(world):
    return [make_person(f"P{n} Peeters", world.employer) for n in range(3)]


def test_places_go_in_turn_and_who_comes_later_waits(world, three, now):
    session = make_session(world, now=now)
    for number, person in enumerate(three):
        own(session, person, now + timedelta(minutes=number))
    assert states(session) == [COMING, COMING, WAITING]
    assert {one.employer for one in session.registrations.all()} == {world.employer}


def test_signing_up_twice_is_once(world, now):
    session = make_session(world, now=now)
    assert own(session, world.bob, now) == own(session, world.bob, now)
    assert states(session) == [COMING]


def test_a_place_that_comes_free_goes_to_who_waited_longest(world, three, now):
    session = make_session(world, now=now, capacity=1)
    first, *_others = [
        own(session, person, now + timedelta(minutes=n))
        for n, person in enumerate(three)
    ]
    cancel_registration(first, actor=first.person, now=now + timedelta(hours=1))
    found = {one.person: one.state for one in session.registrations.all()}
    assert [found[person] for person in three] == [
        RegistrationState.CANCELLED,
        COMING,
        WAITING,
    ]


def test_who_comes_back_stands_at_the_end(world, three, now):
    session = make_session(world, now=now, capacity=1)
    rows = [
        own(session, person, now + timedelta(minutes=n))
        for n, person in enumerate(three)
    ]
    cancel_registration(rows[0], actor=three[0], now=now + timedelta(hours=1))
    again = own(session, three[0], now + timedelta(hours=2))
    assert (again.pk, again.state) == (rows[0].pk, WAITING)
    waiting = session.registrations.filter(state=WAITING).order_by("asked_at")
    assert [one.person for one in waiting] == [three[2], three[0]]


def test_an_organisation_has_no_more_than_its_seats(world, three, now):
    other = OrganisationFactory(code="dorp", name="Dorp")
    neighbour = make_person("Nele Neighbour", other)
    session = make_session(
        world, now=now, capacity=3, places=((world.employer, 1), (other, None))
    )
    assert [own(session, one, now).state for one in three[:2]] == [COMING, WAITING]
    # Whoever waits for a seat of their organisation does not hold up others.
    assert own(session, neighbour, now).state == COMING


def test_nobody_comes_who_was_not_asked(world, charlie, now):
    session = make_session(world, now=now)
    assert seat_for(session, charlie) is None
    with pytest.raises(DomainError) as refused:
        own(session, charlie, now)
    assert refused.value.code == "not_asked"


def test_a_trainer_of_the_session_takes_no_place(world, now):
    session = make_session(world, now=now, places=((world.owner_body, None),))
    with pytest.raises(DomainError) as refused:
        own(session, world.lieve, now)
    assert refused.value.code == "trainer"


def test_nobody_signs_up_for_two_sessions_at_once(world, now):
    own(make_session(world, now=now), world.bob, now)
    at_once = make_session(world, now=now, lead=world.ada)
    with pytest.raises(DomainError) as refused:
        own(at_once, world.bob, now)
    assert refused.value.code == "clash"


def test_a_draft_a_blocked_and_a_cancelled_session_take_nobody(world, now):
    draft = make_session(world, now=now, is_published=False)
    blocked = make_session(world, now=now)
    Period.objects.filter(accreditation__person=world.lieve).update(ends_on=now.date())
    follow_leads(now)
    cancelled = make_session(world, now=now, lead=world.ada)
    cancel_session(cancelled, actor=world.olga, now=now)
    for session in (draft, blocked, cancelled):
        with pytest.raises(DomainError) as refused:
            own(session, world.bob, now)
        assert refused.value.code == "closed"


def test_after_it_began_nobody_signs_up_leaves_or_moves_up(world, three, now):
    session = make_session(world, now=now, days=(1,), capacity=1)
    coming, waiting = (own(session, one, now) for one in three[:2])
    late = now + timedelta(days=2)
    for act in (
        lambda: own(session, three[2], late),
        lambda: cancel_registration(coming, actor=three[0], now=late),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "begun"
    assert promote(session, now=late) == []
    waiting.refresh_from_db()
    assert waiting.state == WAITING


def test_a_blocked_session_moves_nobody_up_before_it_has_a_lead(world, three, now):
    session = make_session(world, now=now, capacity=1)
    coming, waiting = (own(session, one, now) for one in three[:2])
    periods = Period.objects.filter(accreditation__person=world.lieve)
    ends_on = periods.get().ends_on
    periods.update(ends_on=now.date())
    follow_leads(now)
    cancel_registration(coming, actor=three[0], now=now)
    waiting.refresh_from_db()
    assert waiting.state == WAITING
    periods.update(ends_on=ends_on)
    follow_leads(now)
    waiting.refresh_from_db()
    assert waiting.state == COMING


@pytest.fixture
def open_session(world, now):
    return make_session(world, now=now, audience=Audience.OPEN, capacity=1)


@pytest.fixture
def links(monkeypatch):
    """The links that guests were sent, as their mail would have them."""
    sent = []
    monkeypatch.setattr(
        registering, "ask_guest", lambda one, token, *, now: sent.append(token)
    )
    return sent


def ask(session, now, name="Mia Wauters", email="mia@home.example"):
    ask_as_guest(session, name=name, email=email, language="nl", now=now)


def test_a_guest_has_no_place_before_they_confirm(open_session, links, now):
    ask(open_session, now)
    assert states(open_session) == [RegistrationState.UNCONFIRMED]
    guest = registering.guest_of(links[0])
    for _again in range(2):
        guest = confirm_guest(guest, now=now)
    assert (guest.state, guest.guest_name) == (COMING, "Mia Wauters")
    assert registering.guest_of("made-up") is None


def test_guests_wait_in_turn_too_and_leave_by_their_link(open_session, links, now):
    for n, name in enumerate(("mia", "noor")):
        ask(open_session, now, name=name, email=f"{name}@home.example")
        confirm_guest(registering.guest_of(links[n]), now=now + timedelta(minutes=n))
    assert states(open_session) == [COMING, WAITING]
    cancel_registration(registering.guest_of(links[0]), actor=None, now=now)
    assert registering.guest_of(links[1]).state == COMING


def test_asking_again_keeps_the_place_and_nobody_changes_a_guests_name(
    open_session, links, now
):
    ask(open_session, now)
    confirm_guest(registering.guest_of(links[0]), now=now)
    ask(open_session, now, name="Somebody Else", email="MIA@home.example ")
    [one] = open_session.registrations.all()
    assert (one.state, one.guest_name) == (COMING, "Mia Wauters")


def test_a_session_for_staff_takes_no_guests(world, links, now):
    with pytest.raises(DomainError) as refused:
        ask(make_session(world, now=now), now)
    assert refused.value.code == "not_asked"
    assert links == []


def test_what_guests_gave_is_forgotten_after_the_session(open_session, links, now):
    ask(open_session, now)
    confirm_guest(registering.guest_of(links[0]), now=now)
    assert forget_guests(now + timedelta(days=59)) == 0
    later = now + timedelta(days=62)
    assert forget_guests(later) == 1
    assert forget_guests(later) == 0
    [one] = open_session.registrations.all()
    assert (one.guest_name, one.guest_email, one.state) == ("", "", COMING)
    assert registering.guest_of(links[0]) is None


def test_a_guest_who_was_looked_for_is_forgotten_without_their_mark(
    world, open_session, links, now
):
    ask(open_session, now)
    one = open_session.registrations.get()
    block = open_session.blocks.get()
    take(
        open_session,
        [said(one, block, Presence.AWAY)],
        source=MarkSource.LIST,
        by=world.lieve,
        now=block.starts_at,
    )
    assert forget_guests(block.ends_at + timedelta(days=8)) == 0
    assert forget_guests(block.ends_at + timedelta(days=31)) == 1
    one.refresh_from_db()
    assert (one.guest_name, one.guest_email) == ("", "")
    assert one.marks.count() == 1


def test_who_never_confirms_is_forgotten_in_a_week(open_session, links, now):
    ask(open_session, now)
    assert forget_guests(now + timedelta(days=6)) == 0
    assert forget_guests(now + timedelta(days=8)) == 1
    assert Registration.objects.count() == 0


ACTS = st.lists(
    st.tuples(st.sampled_from(["in", "out", "more"]), st.integers(0, 5)), max_size=25
)


@given(acts=ACTS, seats=st.sampled_from([None, 1, 2]))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_happens_places_are_never_more_than_there_are_nor_left_free(
    world, now, acts, seats
):
    other, _made = Organisation.objects.get_or_create(
        code="dorp", defaults={"name": "Dorp", "level": "MUN", "language_regime": "nl"}
    )
    if not other.path:
        other.path = f"/{other.pk}/"
        other.save()
    TrainingSession.objects.update(state=SessionState.CANCELLED)
    session = make_session(
        world, now=now, places=((world.employer, seats), (other, None))
    )
    people = [
        User.objects.filter(email__startswith=f"q{n}@").first()
        or make_person(f"Q{n} Peeters", other if n % 2 else world.employer)
        for n in range(6)
    ]
    queue: list[int] = []
    capacity = 2
    for step, (act, who) in enumerate(acts):
        moment = now + timedelta(minutes=step)
        row = session.registrations.filter(person=people[who]).first()
        if act == "in":
            own(session, people[who], moment)
            if who not in queue:
                queue.append(who)
        elif act == "out" and row:
            cancel_registration(row, actor=people[who], now=moment)
            if who in queue:
                queue.remove(who)
        elif act == "more":
            capacity += 1
            TrainingSession.objects.filter(pk=session.pk).update(capacity=capacity)
            promote(TrainingSession.objects.get(pk=session.pk), now=moment)
        # A place once given is kept; a free one goes to the first whose it can be.
        coming = {
            people.index(one.person)
            for one in session.registrations.filter(state=COMING)
        }
        assert len(coming) <= capacity
        mine = [who for who in coming if who % 2 == 0]
        assert seats is None or len(mine) <= seats
        waiting = [who for who in queue if who not in coming]
        assert set(queue) >= coming
        for who in waiting:
            is_full = len(coming) == capacity
            no_seat = who % 2 == 0 and seats is not None and len(mine) == seats
            assert is_full or no_seat
