"""Two lines of a list that turn out to be one person's are one from then on, also for
what arrives late."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lms.merging import Merge, carry_over
from tests.factories.attendance import after, blocks, during, make_day, mark, said
from tests.factories.trainers import make_person
from trainers.domain.attendance.marks import take
from trainers.domain.attendance.walk_ins import claim, let_in
from trainers.domain.sessions.planning import change_session
from trainers.domain.sessions.plans import plan_of
from trainers.domain.sessions.publishing import follow_leads
from trainers.domain.sessions.registering import cancel_registration, sign_up
from trainers.enums import (
    HOLDING_REGISTRATIONS,
    MarkSource,
    Presence,
    RegistrationState,
    SessionRole,
    SessionState,
)
from trainers.models import Registration

pytestmark = pytest.mark.django_db

COMING, WAITING = RegistrationState.COMING, RegistrationState.WAITING


@pytest.fixture
def rob(world):
    """Another account of Bob's."""
    return make_person("Rob Wiśniewski", world.employer)


def merge(world, rob, now):
    return carry_over(Merge(kept=world.bob, merged=rob, actor=None, now=now))


def here(session, one, block, world, now):
    return take(
        session,
        [said(one, block)],
        source=MarkSource.LIST,
        by=world.lieve,
        now=now,
    )


def of(session, person) -> Registration:
    return session.registrations.get(person=person)


def holding(session) -> list[Registration]:
    return list(session.registrations.filter(state__in=HOLDING_REGISTRATIONS))


def test_what_a_phone_sends_after_a_claim_is_said_of_who_claimed(world, now):
    session = make_day(world, world.bob, now=now, days=(30, 31))
    first, second = blocks(session)
    jo = let_in(
        session, employer=world.employer, name="Jo", actor=world.lieve, now=during(now)
    )
    here(session, jo, first, world, during(now))
    claim(jo, world.bob, now=during(now) + timedelta(hours=1))
    taken = here(session, jo, second, world, during(now, 31))
    assert len(taken.kept) == 1
    rows = of(session, world.bob).attendance.order_by("block__starts_at")
    assert [(row.block, row.presence) for row in rows] == [
        (first, Presence.HERE),
        (second, Presence.HERE),
    ]
    jo.refresh_from_db()
    assert jo.state == RegistrationState.CANCELLED
    assert not jo.attendance.exists()
    assert holding(session) == [of(session, world.bob)]


def test_what_a_phone_sends_long_after_a_merge_is_said_of_the_kept(world, now, rob):
    session = make_day(world, world.bob, rob, now=now)
    old = of(session, rob)
    merge(world, rob, now)
    here(session, old, blocks(session)[0], world, after(now, 51))
    assert of(session, world.bob).attendance.get().presence == Presence.HERE
    assert not old.attendance.exists()


def test_a_walk_in_that_is_sent_again_after_a_claim_is_the_one_who_claimed(world, now):
    session = make_day(world, world.bob, now=now)
    jo = let_in(
        session, employer=world.employer, name="Jo", actor=world.lieve, now=during(now)
    )
    mine = claim(jo, world.bob, now=during(now))
    again = let_in(
        session,
        employer=world.employer,
        name="Jo",
        key=jo.uuid,
        actor=world.lieve,
        now=during(now),
    )
    assert again == mine


def test_a_place_that_either_account_had_is_kept_and_the_other_is_free(
    world, now, rob, alice
):
    session = make_day(world, world.bob, rob, now=now, capacity=2)
    sign_up(session, alice, actor=alice, now=now)
    assert of(session, alice).state == WAITING
    cancel_registration(of(session, world.bob), actor=world.bob, now=now)
    # The place that Bob gave up went to Alice.
    assert of(session, alice).state == COMING
    merge(world, rob, now)
    assert of(session, world.bob).state == COMING
    assert {one.person for one in holding(session)} == {world.bob, alice}


def test_a_second_place_goes_to_who_waits(world, now, rob, alice):
    session = make_day(world, world.bob, rob, now=now, capacity=2)
    sign_up(session, alice, actor=alice, now=now)
    merge(world, rob, now)
    assert [(one.person, one.state) for one in holding(session)] == [
        (world.bob, COMING),
        (alice, COMING),
    ]


def test_who_was_only_looked_for_gets_no_place_by_a_merge(world, now, rob):
    session = make_day(world, world.bob, rob, now=now)
    for person in (world.bob, rob):
        cancel_registration(of(session, person), actor=person, now=now)
    mark(session, rob, Presence.AWAY, by=world.lieve, now=during(now))
    merge(world, rob, after(now))
    mine = of(session, world.bob)
    assert mine.state == RegistrationState.CANCELLED
    assert mine.attendance.get().presence == Presence.AWAY


def test_merging_twice_is_merging_once(world, now, rob):
    session = make_day(world, world.bob, rob, now=now)
    mark(session, rob, by=world.lieve, now=during(now))
    merge(world, rob, after(now))
    marks = of(session, world.bob).marks.count()
    assert "trainers.Registration" not in merge(world, rob, after(now))
    assert of(session, world.bob).marks.count() == marks


def test_who_leads_with_one_account_and_helps_with_the_other_leads(world, now):
    """Or the session would be blocked, and what its people attend worth nothing."""
    session = make_day(world, world.bob, now=now, co_facilitators=(world.ada,))
    other = make_person("Godelieve Peeters-Claes", world.owner_body)
    change_session(
        session,
        replace(plan_of(session), co_facilitators=(world.ada, world.amir)),
        actor=world.olga,
        now=now,
    )
    session.trainers.create(person=other, role=SessionRole.CO)
    carry_over(Merge(kept=other, merged=world.lieve, actor=None, now=now))
    assert [one.person for one in session.trainers.filter(role=SessionRole.LEAD)] == [
        other
    ]
    assert session.trainers.count() == 3
    follow_leads(now)
    session.refresh_from_db()
    assert session.state == SessionState.PUBLISHED


def test_whoever_trains_with_one_account_takes_part_with_none(world, now, rob):
    session = make_day(world, rob, now=now)
    session.trainers.create(person=world.bob, role=SessionRole.CO)
    merge(world, rob, now)
    assert holding(session) == []
