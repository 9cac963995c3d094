from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.domain.enrolment import enrol
from courses.models import ActivityProgress
from quizzes.domain import attempts, overdue
from quizzes.domain.clock import (
    ask_for_time,
    extra_time_of,
    is_over,
    minutes_with,
)
from quizzes.domain.overdue import close_if_over, close_overdue
from quizzes.domain.versions import content_in
from quizzes.enums import MoreTime
from quizzes.models import Answer, Attempt, ExtraTime, QuizPage
from tests.factories.courses import make_course

LIMIT = 30


@pytest.fixture
def timed(beekstad):
    """A course whose quiz has a time limit of half an hour."""
    course = make_course(beekstad, code="timed")
    QuizPage.objects.filter(bank__course=course.course).update(time_limit=LIMIT)
    course.release()
    return course


@pytest.fixture
def start(timed, bob, now):
    enrolment = enrol(bob, timed.course, now=now)

    def begin(at=now) -> Attempt:
        key = timed.key("timed-quiz")
        return attempts.start_attempt(enrolment, key, language="en", now=at)

    return begin


def save(item, at, *, right=True):
    content = content_in(item.version, "en")
    choice = next(o["id"] for o in content["options"] if o["correct"] is right)
    attempts.save_answer(
        item,
        {"choice": choice},
        client=uuid4(),
        sequence=1,
        language="en",
        now=at,
    )


def minutes(number) -> timedelta:
    return timedelta(minutes=number)


def test_a_quiz_has_no_limit_unless_its_author_set_one(small_course, bob, now):
    enrolment = enrol(bob, small_course.course, now=now)
    key = small_course.key("small-quiz")
    attempt = attempts.start_attempt(enrolment, key, language="en", now=now)

    assert "time_limit" not in attempts.rules_of(enrolment, key)
    assert (attempt.time_limit, attempt.deadline_at) == (None, None)
    assert not is_over(attempt, now=now + timedelta(days=900))
    save(attempts.items_of(attempt)[0], now + timedelta(days=900))


def test_where_there_is_no_limit_nothing_is_asked_about_the_person(
    small_course, bob, now
):
    enrolment = enrol(bob, small_course.course, now=now)
    with CaptureQueriesContext(connection) as asked:
        attempts.start_attempt(
            enrolment, small_course.key("small-quiz"), language="en", now=now
        )
    tables = " ".join(one["sql"] for one in asked)
    assert "quizzes_attempt" in tables
    assert "quizzes_extratime" not in tables
    assert "organisations_user" not in tables


def test_what_is_received_at_the_deadline_counts_and_nothing_after(start, now):
    attempt = start()
    first, second, *_others = attempts.items_of(attempt)
    save(first, now + minutes(LIMIT))

    with pytest.raises(attempts.AttemptClosed, match="Time was up at"):
        save(second, now + minutes(LIMIT) + timedelta(microseconds=1))

    assert [answer.item for answer in Answer.objects.all()] == [first]


def test_handed_in_late_it_was_handed_in_at_its_deadline(start, now):
    attempt = start()
    for item in attempts.items_of(attempt):
        save(item, now + minutes(1))

    late = attempts.submit_attempt(attempt, language="en", now=now + minutes(99))

    assert late.submitted_at == attempt.deadline_at == now + minutes(LIMIT)
    assert late.ended_by_clock
    assert attempts.outcome_of(late).passed
    done = ActivityProgress.objects.get(activity_id=attempt.activity_id)
    assert done.completed_at == late.submitted_at


def test_handed_in_by_the_learner_the_clock_had_no_part_in_it(start, now):
    attempt = attempts.submit_attempt(start(), language="en", now=now + minutes(3))
    assert attempt.submitted_at == now + minutes(3)
    assert not attempt.ended_by_clock


def test_an_attempt_is_closed_only_when_its_time_is_up(start, now):
    attempt = start()
    at = attempt.deadline_at
    assert close_if_over(attempt, now=at).submitted_at is None
    assert close_if_over(attempt, now=at + minutes(1)).submitted_at == at


def test_starting_again_closes_what_ran_out_and_begins_anew(start, now):
    first = start()
    assert start(now + minutes(LIMIT)) == first
    second = start(now + minutes(LIMIT + 1))

    first.refresh_from_db()
    assert first.submitted_at == first.deadline_at
    assert (second.number, second.submitted_at) == (2, None)
    assert second.deadline_at == now + minutes(LIMIT + 1 + LIMIT)


def test_the_tick_hands_in_what_nobody_looks_at(start, now):
    attempt = start()
    for item in attempts.items_of(attempt):
        save(item, now + minutes(1))

    assert close_overdue(attempt.deadline_at + timedelta(seconds=20)) == 0
    assert close_overdue(attempt.deadline_at + timedelta(minutes=1)) == 1
    assert close_overdue(attempt.deadline_at + timedelta(minutes=2)) == 0

    attempt.refresh_from_db()
    assert attempt.ended_by_clock
    assert attempts.outcome_of(attempt).passed


def test_one_that_cannot_be_handed_in_does_not_stop_the_others(
    start, timed, alice, now, monkeypatch
):
    first = start()
    other = attempts.start_attempt(
        enrol(alice, timed.course, now=now),
        timed.key("timed-quiz"),
        language="en",
        now=now + minutes(1),
    )

    def submit(attempt, **how):
        if attempt == first:
            raise RuntimeError("spoilt")
        return attempts.submit_attempt(attempt, **how)

    monkeypatch.setattr(overdue, "submit_attempt", submit)
    assert close_overdue(now + timedelta(hours=1)) == 1
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.submitted_at, other.submitted_at) == (None, other.deadline_at)

    monkeypatch.undo()
    assert close_overdue(now + timedelta(hours=1)) == 1


@pytest.mark.parametrize(
    ("amount", "has"),
    [
        (MoreTime.NONE, 30),
        (MoreTime.QUARTER, 38),
        (MoreTime.HALF, 45),
        (MoreTime.DOUBLE, 60),
        (MoreTime.UNLIMITED, None),
    ],
)
def test_more_time_is_said_once_and_holds_in_every_attempt(
    start, bob, alice, now, amount, has
):
    ask_for_time(bob, amount, now=now)
    assert extra_time_of(bob) == amount
    assert extra_time_of(alice) == MoreTime.NONE
    assert minutes_with(LIMIT, amount) == has

    attempt = start()

    assert attempt.time_limit == LIMIT
    assert attempt.deadline_at == (has and now + minutes(has))


def test_more_time_reaches_what_one_is_in_the_middle_of(start, bob, now):
    attempt = start()
    ask_for_time(bob, MoreTime.DOUBLE, now=now + minutes(29))
    attempt.refresh_from_db()
    assert attempt.deadline_at == now + minutes(60)
    save(attempts.items_of(attempt)[0], now + minutes(59))

    # And nobody loses time that runs already.
    ask_for_time(bob, MoreTime.NONE, now=now + minutes(31))
    attempt.refresh_from_db()
    assert attempt.deadline_at == now + minutes(60)
    assert not ExtraTime.objects.exists()

    ask_for_time(bob, MoreTime.UNLIMITED, now=now + minutes(32))
    attempt.refresh_from_db()
    assert attempt.deadline_at is None


def test_more_time_opens_nothing_that_is_over(start, bob, now):
    attempt = start()
    ask_for_time(bob, MoreTime.UNLIMITED, now=now + minutes(LIMIT + 1))
    attempt.refresh_from_db()
    assert attempt.deadline_at == now + minutes(LIMIT)


def test_the_limit_is_among_the_rules_of_the_edition(timed, small_course):
    def limits(course):
        return [
            activity["rules"].get("time_limit")
            for module in course.course.current_edition.outline["modules"]
            for activity in module["activities"]
            if activity["kind"] == "quiz"
        ]

    assert limits(timed) == [LIMIT]
    assert limits(small_course) == [None]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    sent=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 45 * 60), st.booleans()),
        max_size=12,
    )
)
def test_whenever_it_is_sent_the_last_one_received_in_time_counts(start, now, sent):
    with transaction.atomic():
        attempt = start()
        items = attempts.items_of(attempt)
        expected, refused = {}, 0
        for place, second, right in sorted(sent, key=lambda one: one[1]):
            try:
                save(items[place], now + timedelta(seconds=second), right=right)
            except attempts.AttemptClosed:
                refused += 1
            else:
                expected[items[place].pk] = right
        over = close_if_over(attempt, now=now + minutes(46))

        outcome = attempts.outcome_of(over)
        assert refused == sum(second > LIMIT * 60 for _place, second, _right in sent)
        assert outcome.right == sum(expected.values())
        transaction.set_rollback(True)
