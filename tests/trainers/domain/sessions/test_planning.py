"""Training sessions as somebody plans them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from lms.detector import MentionsPeople
from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import at, make_session, plan
from trainers.domain.sessions.planning import (
    cancel_session,
    change_session,
    create_session,
    duplicate_session,
)
from trainers.domain.sessions.plans import PlannedBlock, plan_of
from trainers.domain.sessions.registering import sign_up
from trainers.enums import Audience, RegistrationState, SessionRole, SessionState
from trainers.models import TrainingSession

pytestmark = pytest.mark.django_db


def create(world, now, **changes):
    return create_session(
        world.programme,
        world.employer,
        plan(world, now=now, **changes),
        actor=world.olga,
        now=now,
    )


def test_a_session_begins_as_a_draft_with_all_that_was_planned(world, now):
    session = create(
        world,
        now,
        days=(30, 31, 120),
        co_facilitators=(world.ada,),
        materials="A\n\n B ",
    )
    assert session.state == SessionState.DRAFT
    assert session.materials == "A\nB"
    assert [timezone.localdate(one.starts_at) for one in session.blocks.all()] == [
        timezone.localdate(now) + timedelta(days=days) for days in (30, 31, 120)
    ]
    assert [(one.person, one.role) for one in session.trainers.all()] == [
        (world.lieve, SessionRole.LEAD),
        (world.ada, SessionRole.CO),
    ]
    assert AuditEntry.objects.filter(action="trainers.session_created").count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"language": "de"}, "language"),
        ({"days": (30, 30)}, "blocks"),
        ({"days": (30, 800)}, "blocks"),
        ({"days": tuple(range(30, 61))}, "blocks"),
    ],
    ids=["language", "at once", "too long", "too many"],
)
def test_what_cannot_be_meant_is_refused(world, now, changes, code):
    with pytest.raises(DomainError) as refused:
        create(world, now, **changes)
    assert refused.value.code == code
    assert TrainingSession.objects.count() == 0


def test_a_block_ends_after_it_begins(world, now):
    backwards = PlannedBlock(at(now, 30, 12), at(now, 30, 9))
    with pytest.raises(DomainError) as refused:
        create(world, now, blocks=(backwards,))
    assert refused.value.code == "blocks"


def test_nobody_is_lead_and_co_facilitator(world, now):
    with pytest.raises(DomainError) as refused:
        create(world, now, co_facilitators=(world.lieve,))
    assert refused.value.code == "trainers"


def test_an_organisation_is_asked_once(world, now):
    with pytest.raises(DomainError) as refused:
        create(world, now, places=((world.employer, None), (world.employer, 3)))
    assert refused.value.code == "places"


def test_words_that_point_to_a_person_are_asked_about(world, now):
    with pytest.raises(MentionsPeople):
        create(world, now, about="Call Karim on 0475 12 34 56 about his son.")
    assert TrainingSession.objects.count() == 0


def test_the_plan_of_a_session_is_the_one_it_was_made_by(world, now):
    session = create(world, now, days=(30, 31), sectors=(world.bob.sector,))
    again = plan_of(session)
    change_session(session, again, actor=world.olga, now=now)
    assert plan_of(TrainingSession.objects.get(pk=session.pk)) == again
    assert [one.key for one in again.blocks] == [
        one.uuid for one in session.blocks.all()
    ]


def test_the_lead_and_a_co_facilitator_change_places(world, now):
    session = create(world, now, co_facilitators=(world.ada,))
    change_session(
        session,
        replace(plan_of(session), lead=world.ada, co_facilitators=(world.lieve,)),
        actor=world.olga,
        now=now,
    )
    assert {one.person: one.role for one in session.trainers.all()} == {
        world.ada: SessionRole.LEAD,
        world.lieve: SessionRole.CO,
    }


def test_who_comes_is_told_of_another_hour_and_not_of_other_materials(world, now):
    session = make_session(world, now=now)
    sign_up(session, world.bob, actor=world.bob, now=now)
    known = plan_of(session)
    told = OutgoingMail.objects.filter(template="trainers/mail/session_changed")
    session = change_session(
        session, replace(known, materials="Chairs"), actor=world.olga, now=now
    )
    assert (session.sequence, told.count()) == (0, 0)
    later = replace(
        known.blocks[0], ends_at=known.blocks[0].ends_at + timedelta(hours=1)
    )
    session = change_session(
        session, replace(known, blocks=(later,)), actor=world.olga, now=now
    )
    assert session.sequence == 1
    assert {one for mail in told for one in mail.to} == {
        world.bob.email,
        world.lieve.email,
    }


def test_a_published_session_stays_fit_to_be_published(world, now):
    session = make_session(world, now=now)
    with pytest.raises(DomainError) as refused:
        change_session(
            session,
            replace(plan_of(session), lead=world.bob),
            actor=world.olga,
            now=now,
        )
    assert refused.value.code == "not_ready"
    assert plan_of(session).lead == world.lieve


def test_places_that_people_have_are_not_taken_away(world, alice, now):
    session = make_session(world, now=now)
    for one in (world.bob, alice):
        sign_up(session, one, actor=one, now=now)
    for changes in (
        {"capacity": 1},
        {"places": ((world.employer, 1),)},
        {"places": ((world.owner_body, None),)},
    ):
        with pytest.raises(DomainError) as refused:
            change_session(
                session,
                replace(plan_of(session), **changes),
                actor=world.olga,
                now=now,
            )
        assert refused.value.code == "taken"


def test_more_places_go_to_who_waits(world, alice, now):
    session = make_session(world, now=now, capacity=1)
    for one in (world.bob, alice):
        sign_up(session, one, actor=one, now=now)
    change_session(
        session, replace(plan_of(session), capacity=2), actor=world.olga, now=now
    )
    assert list(session.registrations.values_list("state", flat=True)) == [
        RegistrationState.COMING,
        RegistrationState.COMING,
    ]


def test_a_session_is_planned_once_more_at_the_same_hours(world):
    # Over the change to winter time, 25 October 2026.
    now = datetime.fromisoformat("2026-10-01T08:00:00+00:00")
    session = make_session(world, now=now, days=(10, 12))
    sign_up(session, world.bob, actor=world.bob, now=now)
    again = duplicate_session(
        session,
        first_day=timezone.localdate(now) + timedelta(days=40),
        actor=world.olga,
        now=now,
    )
    hours = [
        timezone.localtime(one.starts_at).strftime("%d %H:%M")
        for one in again.blocks.all()
    ]
    assert hours == ["10 09:00", "12 09:00"]
    assert (again.state, again.registrations.count()) == (SessionState.DRAFT, 0)
    assert not set(again.blocks.values_list("uuid", flat=True)) & set(
        session.blocks.values_list("uuid", flat=True)
    )


def test_a_cancelled_session_is_told_once_and_stays_cancelled(world, now):
    session = make_session(world, now=now)
    sign_up(session, world.bob, actor=world.bob, now=now)
    for _again in range(2):
        session = cancel_session(session, actor=world.olga, now=now)
    told = OutgoingMail.objects.filter(template="trainers/mail/session_cancelled")
    assert {one for mail in told for one in mail.to} == {
        world.bob.email,
        world.lieve.email,
    }
    with pytest.raises(DomainError) as refused:
        change_session(session, plan_of(session), actor=world.olga, now=now)
    assert refused.value.code == "cancelled"


def test_what_is_over_is_neither_changed_nor_cancelled(world, now):
    session = make_session(world, now=now, days=(1,))
    later = now + timedelta(days=3)
    for act in (
        lambda: change_session(session, plan_of(session), actor=world.olga, now=later),
        lambda: cancel_session(session, actor=world.olga, now=later),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "over"


def test_an_open_session_asks_no_organisation(world, now):
    session = create(world, now, audience=Audience.OPEN)
    assert session.places.count() == 0


def test_a_session_is_cancelled_and_never_deleted(world, now):
    with pytest.raises(DomainError):
        create(world, now).delete()


def test_another_organisation_can_be_asked_later(world, now):
    session = make_session(world, now=now)
    other = OrganisationFactory(code="dorp")
    change_session(
        session,
        replace(plan_of(session), places=((world.employer, None), (other, 1))),
        actor=world.olga,
        now=now,
    )
    assert list(session.places.values_list("organisation__code", "seats")) == [
        (world.employer.code, None),
        ("dorp", 1),
    ]
