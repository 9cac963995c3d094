"""Two who sign at the same moment."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories.followed import answer
from tests.factories.threads import at_once
from tests.factories.trainers import Way, intention, make_world
from trainers.domain import evidence, owning, suspending
from trainers.domain.implementation.planning import write_plan
from trainers.domain.periods import last_day_of
from trainers.enums import Act, EvidenceKind, State, SuspensionReason, Verdict
from trainers.models import Period, SignOff, Suspension, Transition

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.only_on("postgresql"),
]


@pytest.fixture
def way(beekstad, alice, bob, now):
    return Way(make_world(beekstad, alice, bob, now=now), now)


def test_two_owners_who_accredit_at_once_do_it_once(way):
    mine = way.to(State.OBSERVED)
    way.others(EvidenceKind.FEEDBACK, way.world.lieve)
    errors = at_once(
        *(
            lambda actor=actor: owning.accredit(mine, actor=actor, now=way.now)
            for actor in (way.world.olga, way.world.otto)
        )
    )
    assert [one.code for one in errors] == ["state"]
    assert Transition.objects.filter(accreditation=mine, act=Act.ACCREDIT).count() == 1
    assert Period.objects.filter(accreditation=mine).count() == 2
    assert last_day_of(mine)


def test_the_last_two_sessions_signed_at_once_take_the_step_once(way):
    mine = way.to(State.PROVISIONAL)
    done = [
        way.own(EvidenceKind.CO_SESSION, asked_of=way.world.lieve)
        for _number in range(2)
    ]
    assert (
        at_once(
            *(
                lambda one=one: evidence.sign(
                    one, verdict=Verdict.YES, actor=way.world.lieve, now=way.now
                )
                for one in done
            )
        )
        == []
    )
    assert way.again().state == State.CO_FACILITATED
    taken = Transition.objects.filter(accreditation=mine, act=Act.CO_FACILITATE)
    assert taken.count() == 1


def test_one_session_signed_twice_at_once_is_signed_once(way):
    way.to(State.PROVISIONAL)
    one = way.own(EvidenceKind.CO_SESSION, asked_of=way.world.lieve)
    act = {"verdict": Verdict.YES, "actor": way.world.lieve, "now": way.now}
    assert at_once(*(lambda: evidence.sign(one, **act) for _time in range(2))) == []
    assert SignOff.objects.filter(evidence=one).count() == 1


def test_two_who_begin_to_suspend_at_once_begin_one(way):
    mine = way.to(State.ACCREDITED)
    errors = at_once(
        *(
            lambda actor=actor: suspending.begin_suspension(
                mine,
                reason=SuspensionReason.SAFETY,
                is_interim=True,
                actor=actor,
                now=way.now,
            )
            for actor in (way.world.olga, way.world.otto)
        )
    )
    assert [one.code for one in errors] == ["running"]
    assert Suspension.objects.filter(accreditation=mine).count() == 1


def test_a_plan_sent_twice_at_once_is_one_version(way):
    mine = way.to(State.APPLIED)
    key = uuid4()
    sent = {"key": key, "actor": way.world.bob, "now": way.now}
    day = intention(way.day)
    assert at_once(*(lambda: write_plan(mine, day, **sent) for _time in range(2))) == []
    assert mine.plans.get().uuid == key
    assert mine.evidence.filter(kind=EvidenceKind.PLAN).count() == 1


def test_two_plans_at_once_are_two_versions(way):
    mine = way.to(State.PROVISIONAL)
    assert at_once(*(way.plan for _time in range(2))) == []
    assert [one.version for one in mine.plans.order_by("version")] == [1, 2, 3]


def test_an_answer_sent_twice_at_once_is_said_once(way):
    mine = way.to(State.PROVISIONAL)
    later, key = way.now + timedelta(days=31), uuid4()
    assert (
        at_once(*(lambda: answer(mine, 1, now=later, key=key) for _time in range(2)))
        == []
    )
    assert mine.follow_ups.get().uuid == key
