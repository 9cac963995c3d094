"""Nobody leads a session who is not accredited for it on the day (TRAINERS 4.2)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from tests.factories.trainers import make_accredited, make_person, make_session
from trainers.domain import suspending
from trainers.domain.sessions.planning import change_session
from trainers.domain.sessions.plans import plan_of
from trainers.domain.sessions.publishing import follow_leads, publish_session
from trainers.domain.sessions.readiness import counts_on, problems_of
from trainers.enums import SessionState, State, SuspensionReason
from trainers.models import Accreditation, Period, TrainingSession

pytestmark = pytest.mark.django_db


def publish(world, session, now):
    return publish_session(session, actor=world.olga, now=now)


def again(session):
    return TrainingSession.objects.get(pk=session.pk)


def end_on(person, day):
    Period.objects.filter(accreditation__person=person).update(ends_on=day)


def test_a_session_of_an_accredited_lead_is_published_once(world, now):
    session = make_session(world, now=now, is_published=False)
    for _again in range(2):
        assert publish(world, session, now).state == SessionState.PUBLISHED
    assert AuditEntry.objects.filter(action="trainers.session_published").count() == 1


def test_everything_that_is_missing_is_said_at_once(world, now):
    session = make_session(
        world, now=now, is_published=False, days=(), place="", lead=None, places=()
    )
    assert [one.code for one in problems_of(session, now=now)] == [
        "blocks",
        "places",
        "lead",
    ]
    with pytest.raises(DomainError) as refused:
        publish(world, session, now)
    assert refused.value.code == "not_ready"
    assert again(session).state == SessionState.DRAFT


def test_each_block_has_a_place_or_the_session_a_link(world, now):
    session = make_session(world, now=now, is_published=False, place="")
    assert [one.code for one in problems_of(session, now=now)] == ["place"]
    session.link = "https://meet.example/room"
    assert problems_of(session, now=now) == []


def test_a_session_is_not_published_after_it_began(world, now):
    session = make_session(world, now=now, is_published=False, days=(1,))
    late = now + timedelta(days=2)
    assert [one.code for one in problems_of(session, now=late)] == ["past"]


@pytest.mark.parametrize(
    "who", ["bob", "ended", "other language", "provisional"], ids=str
)
def test_who_is_not_accredited_on_the_day_leads_nothing(world, way, now, who):
    if who == "provisional":
        way.to(State.PROVISIONAL)
    lead = world.bob if who in ("bob", "provisional") else world.lieve
    if who == "ended":
        end_on(lead, timezone.localdate(now) + timedelta(days=29))
    language = "fr" if who == "other language" else "nl"
    session = make_session(
        world, now=now, is_published=False, lead=lead, language=language
    )
    assert [one.code for one in problems_of(session, now=now)] == ["lead"]
    with pytest.raises(DomainError):
        publish(world, session, now)


def test_a_return_day_after_the_end_of_an_accreditation_is_not_led(world, now):
    end_on(world.lieve, timezone.localdate(now) + timedelta(days=60))
    for days, problems in (((30, 60), []), ((30, 61), ["lead"])):
        session = make_session(world, now=now, is_published=False, days=days)
        assert [one.code for one in problems_of(session, now=now)] == problems


def test_who_is_provisional_stands_beside_a_lead(world, way, now):
    way.to(State.PROVISIONAL)
    session = make_session(world, now=now, co_facilitators=(world.bob,))
    assert session.state == SessionState.PUBLISHED
    stranger = make_person("Stefan Graf", world.employer)
    session = make_session(
        world, now=now, is_published=False, days=(40,), co_facilitators=(stranger,)
    )
    assert [one.code for one in problems_of(session, now=now)] == ["co"]


def test_nobody_trains_in_two_sessions_at_once(world, now):
    make_session(world, now=now)
    session = make_session(world, now=now, is_published=False)
    assert [one.code for one in problems_of(session, now=now)] == ["clash"]
    other_day = make_session(world, now=now, days=(31,), is_published=False)
    assert problems_of(other_day, now=now) == []


def test_a_session_whose_lead_lapses_is_blocked_and_the_coordinator_told(world, now):
    session = make_session(world, now=now)
    assert follow_leads(now) == 0
    end_on(world.lieve, timezone.localdate(now) + timedelta(days=29))
    assert follow_leads(now) == 1
    assert follow_leads(now) == 0
    assert again(session).state == SessionState.BLOCKED
    told = OutgoingMail.objects.filter(template="trainers/mail/session_blocked")
    assert {one for mail in told for one in mail.to} == {
        world.alice.email,
        world.olga.email,
    }


def test_another_lead_lifts_the_block(world, now):
    session = make_session(world, now=now)
    end_on(world.lieve, timezone.localdate(now))
    follow_leads(now)
    change_session(
        session, replace(plan_of(session), lead=world.ada), actor=world.olga, now=now
    )
    assert again(session).state == SessionState.PUBLISHED


def test_a_suspension_blocks_and_its_end_lifts_that(world, now):
    session = make_session(world, now=now)
    lieves = Accreditation.objects.get(person=world.lieve)
    suspension = suspending.begin_suspension(
        lieves,
        reason=SuspensionReason.COMPLAINT,
        is_interim=True,
        review_on=None,
        actor=world.olga,
        now=now,
    )
    follow_leads(now)
    assert again(session).state == SessionState.BLOCKED
    suspending.end_suspension(suspension, actor=world.otto, now=now)
    follow_leads(now + timedelta(days=1))
    assert again(session).state == SessionState.PUBLISHED


def test_what_took_place_while_blocked_does_not_count_afterwards(world, now):
    session = make_session(world, now=now, days=(1,))
    day = timezone.localdate(now) + timedelta(days=1)
    assert counts_on(session, day)
    end_on(world.lieve, timezone.localdate(now))
    follow_leads(now)
    end_on(world.lieve, timezone.localdate(now) + timedelta(days=500))
    later = now + timedelta(days=2)
    assert follow_leads(later) == 0
    assert not counts_on(again(session), day)


def test_a_draft_and_a_cancelled_session_count_for_nothing(world, now):
    session = make_session(world, now=now, is_published=False)
    assert not counts_on(session, timezone.localdate(now) + timedelta(days=30))


def test_following_many_sessions_of_a_day_asks_as_often_as_following_one(world, now):
    counts = []
    for number in (1, 29):
        for one in range(number):
            lead = make_person(f"Lead{number}x{one} Janssens", world.owner_body)
            make_accredited(lead, world.programme, world.owner_body, now=now)
            make_session(world, now=now, lead=lead)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert follow_leads(now) == 0
        counts.append(len(queries))
    assert counts[0] == counts[1]
