"""What a trainer means to do: version after version, the first one for admission."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lms.detector import MentionsPeople, confirmation_of
from lms.errors import DomainError
from lms.models import AuditEntry
from lms.months import months_after
from tests.factories.followed import make_plan, make_trained
from tests.factories.trainers import intention, written
from trainers.domain import evidence, suspending
from trainers.domain.delivery.groups import begin_group
from trainers.domain.delivery.meetings import Meeting, record_meeting
from trainers.domain.delivery.plans import GroupPlan
from trainers.domain.facts import facts_of
from trainers.domain.implementation.planning import plans_of, write_plan
from trainers.domain.offers import offers_to
from trainers.domain.stepper import next_of
from trainers.enums import EvidenceKind, State, SuspensionReason, Verdict
from trainers.models import ImplementationPlan, StepEvidence
from trainers.plan_enums import Beside, Need, Setting

pytestmark = pytest.mark.django_db

NAMED = "Talk with Jan Peeters about his brother first."


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as problem:
        act(*args, **kwargs)
    return problem.value.code


@pytest.fixture
def mine(world, now):
    """Bob was trained a month ago."""
    return make_trained(world, world.bob, now=now)


def lacks(way) -> list[str]:
    return [one.code for one in next_of(facts_of(way.again(), way.day)).missing]


def test_the_first_plan_is_what_the_owner_looks_at_before_admission(way):
    way.to(State.APPLIED)
    assert "plan" in lacks(way)
    made = way.plan()
    assert made.version == 1
    assert made.evidence == StepEvidence.objects.get(kind=EvidenceKind.PLAN)
    assert made.evidence.made_by == way.world.bob
    assert made.evidence.note == ""
    assert "plan_unread" in lacks(way)
    evidence.sign(made.evidence, verdict=Verdict.YES, actor=way.world.olga, now=way.now)
    assert lacks(way) == ["kick-off"]


def test_a_plan_is_no_free_text_any_more(way):
    way.to(State.APPLIED)
    old = written(EvidenceKind.PLAN, way.day, note="Two groups a year.")
    code = refused(
        evidence.write_own, way.accreditation, old, actor=way.world.bob, now=way.now
    )
    assert code == "not_allowed"


def test_while_the_owner_looks_at_it_there_is_no_other_one(way):
    mine = way.to(State.APPLIED)
    first = way.plan()
    assert refused(way.plan) == "waits"
    evidence.sign(
        first.evidence,
        verdict=Verdict.NO,
        comment="Where, and with whom?",
        actor=way.world.olga,
        now=way.now,
    )
    second = way.plan(beside=Beside.TRAINEE)
    assert second.version == 2
    assert second.evidence is not None
    evidence.sign(
        second.evidence, verdict=Verdict.YES, actor=way.world.olga, now=way.now
    )
    # What was looked at is enough: what comes after it asks nobody.
    assert way.plan().evidence is None
    assert [one.version for one in plans_of(mine)] == [3, 2, 1]


def test_the_candidate_is_offered_it_until_it_is_there(way):
    mine = way.to(State.APPLIED)
    facts = facts_of(mine, way.day)
    assert "plan" in [one.what for one in offers_to(way.world.bob, facts)]
    way.plan()
    facts = facts_of(mine, way.day)
    assert "plan" not in [one.what for one in offers_to(way.world.bob, facts)]


@pytest.mark.parametrize("name", ["alice", "charlie", "olga", "lieve"])
def test_nobody_writes_the_plan_of_another(mine, world, request, now, name):
    actor = getattr(world, name, None) or request.getfixturevalue(name)
    day = intention(now.date())
    assert refused(write_plan, mine, day, actor=actor, now=now) == "not_allowed"
    assert not ImplementationPlan.objects.exists()


def test_sent_twice_it_is_one_version(mine, now):
    key = uuid4()
    day = intention(now.date())
    one = write_plan(mine, day, key=key, actor=mine.person, now=now)
    two = write_plan(mine, day, key=key, actor=mine.person, now=now)
    assert one == two
    assert mine.plans.count() == 1


def test_a_key_that_somebody_else_used_is_replaced(mine, world, now):
    key, day = uuid4(), intention(now.date())
    theirs = make_trained(world, "Noor Adams", now=now)
    write_plan(theirs, day, key=key, actor=theirs.person, now=now)
    made = write_plan(mine, day, key=key, actor=mine.person, now=now)
    assert made.accreditation == mine
    assert made.uuid != key


def test_words_stand_in_the_order_of_the_list_each_once(mine, now):
    made = make_plan(
        mine,
        now=now,
        settings=(Setting.OWN_TEAM, Setting.SCHOOL, Setting.SCHOOL),
        needs=(Need.PRACTICE, Need.TIME),
    )
    assert made.settings == ["school", "own-team"]
    assert made.needs == ["time", "practice"]
    assert made.evidence is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"groups": 0}, "groups"),
        ({"groups": 51}, "groups"),
        ({"hours": 0}, "hours"),
        ({"hours": 81}, "hours"),
        ({"settings": ()}, "settings"),
        ({"settings": ("moon",)}, "settings"),
        ({"beside": "mother"}, "beside"),
        ({"needs": ("money",)}, "needs"),
        ({"note": "x" * 301}, "long"),
        ({"note": NAMED}, "people"),
    ],
)
def test_what_cannot_be_meant_is_refused(mine, now, changes, code):
    assert refused(make_plan, mine, now=now, **changes) == code
    assert not mine.plans.exists()


@pytest.mark.parametrize(("groups", "hours"), [(1, 1), (50, 80)])
def test_the_outermost_numbers_are_kept(mine, now, groups, hours):
    made = make_plan(mine, now=now, groups=groups, hours=hours)
    assert (made.groups_planned, made.hours_per_month) == (groups, hours)


def test_a_name_is_kept_only_once_it_is_said_to_be_about_nobody(mine, now):
    with pytest.raises(MentionsPeople):
        make_plan(mine, now=now, note=NAMED)
    made = make_plan(mine, now=now, note=NAMED, confirmation=confirmation_of(NAMED))
    assert made.note == NAMED


def test_the_audit_log_has_the_numbers_and_never_the_note(mine, now):
    make_plan(mine, now=now, note="First the school, then the youth club.")
    entry = AuditEntry.objects.get(action="trainers.plan_written")
    assert entry.actor == mine.person
    assert entry.organisation_id == mine.programme.owner_id
    assert entry.data["version"] == 1
    assert "youth club" not in str(entry.data)


def test_the_first_day_is_from_today_to_eighteen_months_ahead(mine, now):
    today = now.date()
    last = months_after(today, 18)
    assert make_plan(mine, now=now, first_on=today).first_on == today
    assert make_plan(mine, now=now, first_on=last).first_on == last
    late, far = today - timedelta(days=1), last + timedelta(days=1)
    assert refused(make_plan, mine, now=now, first_on=late) == "past"
    assert refused(make_plan, mine, now=now, first_on=far) == "far"


def test_who_has_begun_keeps_the_day_that_is_over(mine, world, now):
    first = now.date()
    make_plan(mine, now=now, first_on=first)
    later = now + timedelta(days=30)
    # Not begun: the day is over, and another one is due.
    assert refused(make_plan, mine, now=later, first_on=first) == "past"
    group = begin_group(
        world.programme,
        GroupPlan("nl", world.employer, first, 3, mine.person),
        actor=mine.person,
        now=later,
    )
    meeting = Meeting(1, first, 120, 9, mine.person)
    record_meeting(group, meeting, actor=mine.person, now=later)
    assert make_plan(mine, now=later, first_on=first).version == 2
    before = first - timedelta(days=1)
    assert refused(make_plan, mine, now=later, first_on=before) == "past"


@pytest.mark.parametrize("state", [State.ADMITTED, State.IN_TRAINING])
def test_it_may_be_written_anew_on_the_way(way, state):
    way.to(state)
    made = way.plan()
    assert made.version == 2
    assert made.evidence is None


def test_before_the_application_is_complete_there_is_none(way):
    way.to(State.TRAINED)
    assert refused(way.plan) == "state"


def test_who_is_suspended_plans_nothing(mine, world, now):
    begun = suspending.begin_suspension(
        mine,
        reason=SuspensionReason.COMPLAINT,
        is_interim=False,
        actor=world.olga,
        now=now,
    )
    later = now + timedelta(days=20)
    suspending.confirm_suspension(begun, actor=world.otto, now=later)
    assert refused(make_plan, mine, now=later) == "state"


@pytest.mark.parametrize(
    "changes",
    [
        {"groups_planned": 0},
        {"groups_planned": 51},
        {"hours_per_month": 0},
        {"hours_per_month": 81},
        {"version": 0},
        {"version": 1},
    ],
)
def test_the_database_refuses_what_no_plan_says(mine, now, changes):
    made = make_plan(mine, now=now)
    fields = {
        "accreditation": mine,
        "version": 2,
        "made_at": now,
        "first_on": made.first_on,
        "groups_planned": 3,
        "hours_per_month": 8,
        "settings": ["school"],
        "beside": "lead",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        ImplementationPlan.objects.create(**{**fields, **changes})
