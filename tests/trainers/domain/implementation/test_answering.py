"""What trainers say of how it goes: their own, when it is asked, once."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.detector import MentionsPeople
from lms.errors import DomainError
from lms.models import AuditEntry
from tests.factories.followed import answer, make_trained
from trainers.domain import owning, suspending, sweeps
from trainers.domain.implementation.following import (
    Said,
    answer_follow_up,
    followed_for,
)
from trainers.enums import State, SuspensionReason
from trainers.models import FollowUp
from trainers.plan_enums import Help, Hindrance, Progress

pytestmark = pytest.mark.django_db


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as problem:
        act(*args, **kwargs)
    return problem.value.code


@pytest.fixture
def mine(world, now):
    """Bob was trained a month ago."""
    return make_trained(world, world.bob, now=now)


def test_it_is_kept_and_written_down_without_the_words(mine, now):
    made = answer(
        mine,
        1,
        now=now,
        progress=Progress.LATER,
        hindrances=(Hindrance.NOBODY, Hindrance.NO_TIME),
        help_wanted=(Help.CO_LEAD,),
        note="After the summer.",
    )
    made.refresh_from_db()
    assert made.hindrances == ["no-time", "nobody"]
    assert made.help_wanted == ["co-lead"]
    entry = AuditEntry.objects.get(action="trainers.follow_up_answered")
    assert entry.data == {"follow_up": str(made.uuid), "months": 1}


@pytest.mark.parametrize("name", ["alice", "charlie", "olga"])
def test_nobody_answers_for_another(mine, world, request, now, name):
    actor = getattr(world, name, None) or request.getfixturevalue(name)
    said = Said(Progress.BEGUN)
    code = refused(answer_follow_up, mine, 1, said, actor=actor, now=now)
    assert code == "not_allowed"


def test_sent_twice_it_is_said_once(mine, now):
    key = uuid4()
    assert answer(mine, 1, now=now, key=key) == answer(mine, 1, now=now, key=key)
    assert mine.follow_ups.count() == 1


def test_a_key_of_another_is_replaced(mine, world, now):
    theirs, key = make_trained(world, "Noor Adams", now=now), uuid4()
    answer(theirs, 1, now=now, key=key)
    assert answer(mine, 1, now=now, key=key).accreditation == mine


def test_what_is_said_last_counts(mine, now):
    answer(mine, 1, now=now)
    last = answer(mine, 1, now=now, progress=Progress.BEGUN)
    facts = followed_for([mine], now.date())[mine.pk]
    assert facts.answers == {1: last}
    assert facts.last == last


@pytest.mark.parametrize("months", [3, 6, 2, 0])
def test_what_is_not_asked_today_is_not_answered(mine, now, months):
    assert refused(answer, mine, months, now=now) == "not_open"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"progress": "well"}, "progress"),
        ({"hindrances": ("rain",)}, "hindrances"),
        ({"help_wanted": ("money",)}, "help"),
        (
            {"hindrances": (Hindrance.NOTHING, Hindrance.NO_TIME)},
            "nothing_hinders",
        ),
        ({"help_wanted": (Help.NOTHING, Help.CALL)}, "nothing_helps"),
        ({"note": "x" * 301}, "long"),
    ],
)
def test_what_cannot_be_meant_is_refused(mine, now, changes, code):
    assert refused(answer, mine, 1, now=now, **changes) == code
    assert not FollowUp.objects.exists()


def test_a_note_that_names_somebody_is_refused(mine, now):
    with pytest.raises(MentionsPeople):
        answer(mine, 1, now=now, note="Talk with Jan Peeters about his brother.")


def test_who_is_kept_from_training_is_not_asked(mine, world, now):
    suspending.begin_suspension(
        mine,
        reason=SuspensionReason.COMPLAINT,
        is_interim=True,
        actor=world.olga,
        now=now,
    )
    assert not followed_for([mine], now.date())[mine.pk].is_asked
    assert refused(answer, mine, 1, now=now) == "not_open"


def test_who_lapsed_is_not_asked(world, way):
    way.to(State.PROVISIONAL)
    way.now += timedelta(days=400)
    sweeps.lapse(way.now)
    mine = way.again()
    assert mine.state == State.LAPSED
    assert refused(answer, mine, 6, now=way.now) == "not_open"
    # Who comes back was trained when they were trained.
    owning.let_re_enter(mine, actor=world.olga, now=way.now)
    assert way.again().trained_on == way.day - timedelta(days=400)
    assert answer(way.again(), 6, now=way.now).months == 6


def test_the_training_ends_with_passing_it(way):
    assert way.to(State.IN_TRAINING).trained_on is None
    assert way.to(State.PROVISIONAL).trained_on == way.day


def test_the_day_is_that_of_the_clock_on_the_wall(world, now):
    # Just after midnight here it is the day before in UTC.
    at = datetime(2026, 6, 1, 0, 30, tzinfo=timezone.get_current_timezone())
    mine = make_trained(world, "Noor Adams", now=at, months=0)
    assert mine.trained_on == date(2026, 6, 1)


def test_many_take_as_many_queries_as_one(mine, world, now):
    many = [mine]
    with CaptureQueriesContext(connection) as one:
        followed_for(many, now.date())
    many += [make_trained(world, f"Person{n} Adams", now=now) for n in range(5)]
    for person in many:
        answer(person, 1, now=now)
    with CaptureQueriesContext(connection) as some:
        found = followed_for(many, now.date())
    assert len(one) == len(some)
    assert all(facts.answers for facts in found.values())
