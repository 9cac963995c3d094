"""Answers go, grades go later; passes, completions and what somebody needs stay."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.domain.enrolment import enrol
from courses.models import ActivityProgress
from lms.months import months_after
from quizzes.domain import attempts, retention
from quizzes.domain.contesting.giving import contest, withdraw
from quizzes.domain.marking.forgetting import forget_texts
from quizzes.domain.regrading.asking import ask_for_regrade
from quizzes.domain.retention import (
    forget_answers,
    forget_grades,
    forget_what_is_old,
)
from quizzes.enums import RegradeHow, RegradeState
from quizzes.models import (
    Answer,
    Attempt,
    Contest,
    GradeRecord,
    Mark,
    Marking,
    Regrade,
)
from tests.factories.quizzes import answer, begin, hand_in, item_at


@pytest.fixture
def passed(small_course, bob, now) -> Attempt:
    return hand_in(begin(small_course, bob, now=now), now=now)


def test_answers_go_after_six_months_and_grades_after_twelve(passed, now):
    forget_what_is_old(months_after(now, 6))
    assert Answer.objects.count() == 8
    half_a_year = months_after(now, 6) + timedelta(seconds=1)
    forget_what_is_old(half_a_year)
    passed.refresh_from_db()
    assert not Answer.objects.exists()
    assert passed.answers_gone_at == half_a_year
    assert attempts.outcome_of(passed).right == 8
    forget_what_is_old(months_after(now, 12))
    assert GradeRecord.objects.count() == 8
    forget_what_is_old(months_after(now, 13))
    passed.refresh_from_db()
    assert not GradeRecord.objects.exists()
    assert passed.grades_gone_at == months_after(now, 13)
    outcome = attempts.outcome_of(passed)
    assert (outcome.passed, outcome.reached) == (True, False)
    assert ActivityProgress.objects.get(activity=passed.activity_id).completed_at
    assert forget_answers(months_after(now, 13)) == 0
    assert forget_grades(months_after(now, 14)) == 0


def test_grades_do_not_go_before_the_answers(passed, now):
    contest(passed, None, reason="Not right.", now=now)
    late = months_after(now, 13)
    assert (forget_answers(late), forget_grades(late)) == (0, 0)


def test_what_is_contested_waits_until_it_is_over_and_then_goes(passed, now):
    mine = contest(passed, item_at(passed, 1), reason="Not right.", now=now)
    late = months_after(now, 13)
    forget_what_is_old(late)
    assert Answer.objects.count() == 8
    withdraw(mine, now=late)
    forget_what_is_old(late)
    assert not Answer.objects.exists()
    assert not Contest.objects.exists()


def test_what_a_regrade_is_at_work_on_waits(passed, alice, now):
    regrade = ask_for_regrade(
        item_at(passed, 1).version,
        RegradeHow.FULL,
        reason="It was wrong.",
        actor=alice,
        now=now,
    )
    Regrade.objects.filter(pk=regrade.pk).update(state=RegradeState.UNDER_WAY)
    late = months_after(now, 7)
    assert forget_answers(late) == 0
    Regrade.objects.filter(pk=regrade.pk).update(state=RegradeState.LOOKED)
    assert forget_answers(late) == 1


def test_what_waits_to_be_marked_waits_and_its_marks_go_with_the_grades(passed, now):
    item = item_at(passed, 1)
    marking = Marking.objects.create(
        item=item,
        course=passed.enrolment.course,
        waiting_since=now,
        due_at=now + timedelta(days=14),
    )
    late = months_after(now, 13)
    forget_what_is_old(late)
    assert Answer.objects.count() == 8
    Marking.objects.update(given=1, decided_at=now)
    Mark.objects.create(
        marking=marking, number=1, points={}, correctness=1, marked_at=now
    )
    contest(passed, None, reason="Not right.", now=now)
    assert forget_texts(late) == 0
    Contest.objects.update(withdrawn_at=now, reason="")
    assert forget_texts(late) == 1
    forget_what_is_old(late)
    assert not Marking.objects.exists()
    assert not Mark.objects.exists()


def test_it_goes_in_batches_the_oldest_first(
    small_course, passed, charlie, now, monkeypatch
):
    newer = now + timedelta(days=1)
    hand_in(begin(small_course, charlie, now=newer), now=newer)
    monkeypatch.setattr(retention, "MOST_AT_ONCE", 1)
    late = months_after(now, 7)
    assert forget_answers(late) == 1
    passed.refresh_from_db()
    assert passed.answers_gone_at
    assert forget_answers(late) == 1
    assert forget_answers(late) == 0


def test_what_somebody_comes_to_need_meanwhile_is_left(passed, now):
    late = months_after(now, 7)
    contest(passed, None, reason="Not right.", now=late)
    assert not retention._forget_answers(passed.pk, late)
    assert Answer.objects.count() == 8
    Contest.objects.update(withdrawn_at=late, reason="")
    assert retention._forget_answers(passed.pk, late)
    assert not retention._forget_answers(passed.pk, late)
    assert retention._forget_grades(passed.pk, late)
    assert not retention._forget_grades(passed.pk, late)


STEPS = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 8)),
    st.tuples(st.just("take"), st.booleans()),
    st.tuples(st.just("contest"), st.booleans()),
    st.tuples(st.just("begin"), st.none()),
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, min_size=4, max_size=12))
def test_whatever_happens_passes_stay_and_what_is_needed_is_there(
    small_course, bob, now, steps
):
    with transaction.atomic():
        enrolment = enrol(bob, small_course.course, now=now)
        key = small_course.key("small-quiz")
        passed: set[int] = set()
        for step, how in [("take", True), *steps]:
            # The pause after the third attempt is over.
            now += timedelta(hours=1)
            open_one = Attempt.objects.filter(submitted_at=None).first()
            newest = Attempt.objects.exclude(submitted_at=None).last()
            if step == "wait":
                now = months_after(now, how)
            elif step == "contest" and newest and not newest.answers_gone_at:
                for one in newest.contests.filter(withdrawn_at=None):
                    withdraw(one, now=now)
                one = contest(newest, None, reason="Not right.", now=now)
                if not how:
                    withdraw(one, now=now)
            elif step == "begin" and open_one is None:
                begun = attempts.start_attempt(enrolment, key, language="en", now=now)
                answer(item_at(begun, 1), 0, now=now)
            elif step == "take":
                begun = open_one or attempts.start_attempt(
                    enrolment, key, language="en", now=now
                )
                hand_in(begun, wrong=() if how else range(9), now=now)
            forget_what_is_old(now)

            passed |= {
                one.pk for one in Attempt.objects.all() if one.passed_at is not None
            }
            for one in Attempt.objects.all():
                outcome = attempts.outcome_of(one)
                assert outcome.passed == (one.pk in passed)
                is_needed = one.submitted_at is None or one.contests.open().exists()
                is_old = one.submitted_at and one.submitted_at < months_after(now, -6)
                kept = Answer.objects.filter(item__attempt=one).exists()
                assert kept == bool(is_needed or not is_old)
            assert ActivityProgress.objects.get(activity=key).completed_at
        transaction.set_rollback(True)
