from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.enrolment import enrol
from courses.exercises import InvalidAnswer
from courses.models import ActivityProgress
from lms.errors import DomainError
from lms.remembered import forget
from quizzes.domain import attempts
from quizzes.domain.versions import content_in
from quizzes.models import Answer, Attempt, GradeRecord, Question


@pytest.fixture
def enrolment(small_course, bob, now):
    return enrol(bob, small_course.course, now=now)


@pytest.fixture
def quiz_key(small_course):
    return small_course.key("small-quiz")


@pytest.fixture
def attempt(enrolment, quiz_key, now):
    return attempts.start_attempt(enrolment, quiz_key, language="en", now=now)


def option(item, *, right: bool) -> dict:
    rows = content_in(item.version, "en")["options"]
    return {"choice": next(o["id"] for o in rows if o["correct"] is right)}


def save(item, now, *, right=True, client=None):
    """An answer as one page's first."""
    attempts.save_answer(
        item,
        option(item, right=right),
        client=client or uuid4(),
        sequence=1,
        language="en",
        now=now,
    )


def answer_all(attempt, now, *, wrong=()):
    for item in attempt.items.select_related("version"):
        save(item, now, right=item.position not in wrong)


def positions(attempt, *, must_pass: bool):
    return [
        item.position
        for item in attempt.items.select_related("version")
        if item.version.must_pass is must_pass
    ]


def test_start_attempt_draws_the_number_asked_without_repeats(attempt):
    keys = [item.version.question_key for item in attempt.items.all()]
    assert len(keys) == 8
    assert len(set(keys)) == 8


def test_a_question_of_one_s_own_attempt_comes_with_what_a_save_needs(
    attempt, bob, now, django_assert_num_queries
):
    expected = {item.position: item for item in attempts.items_of(attempt)}

    with django_assert_num_queries(len(expected)):
        found = {
            position: attempts.item_of(bob, attempt.uuid, position)
            for position in expected
        }

    assert found == expected
    for position, item in found.items():
        assert item.version == expected[position].version
        assert item.attempt == attempt


def test_a_question_is_read_anew_each_time(attempt, bob, now):
    before = attempts.item_of(bob, attempt.uuid, 1)
    attempts.submit_attempt(attempt, language="en", now=now)

    assert before.attempt.submitted_at is None
    assert attempts.item_of(bob, attempt.uuid, 1).attempt.submitted_at == now


@pytest.mark.parametrize("position", [0, -1, 9, 32_767, 32_768, 10**40])
def test_there_is_no_question_where_none_was_drawn(position, attempt, bob):
    assert attempts.item_of(bob, attempt.uuid, position) is None


def test_nobody_else_has_the_question(attempt, alice, charlie):
    assert attempts.item_of(alice, attempt.uuid, 1) is None
    assert attempts.item_of(charlie, attempt.uuid, 1) is None
    assert attempts.item_of(AnonymousUser(), attempt.uuid, 1) is None
    assert attempts.item_of(alice, uuid4(), 1) is None


def test_the_first_open_question_is_the_first_without_an_answer(attempt, now):
    assert attempts.first_open(attempt) == 1
    for item in attempts.items_of(attempt)[:2]:
        save(item, now)
    assert attempts.first_open(attempt) == 3

    answer_all(attempt, now)
    assert attempts.first_open(attempt) == 1


def test_questions_are_read_in_one_query_once_their_versions_are_known(
    attempt, django_assert_num_queries
):
    forget()
    with django_assert_num_queries(2):
        first = attempts.items_of(attempt)
    with django_assert_num_queries(1):
        again = attempts.items_of(attempt)
        assert [item.version.question_key for item in again] == [
            item.version.question_key for item in first
        ]
        assert {item.attempt for item in again} == {attempt}


def test_start_attempt_again_goes_on_with_the_open_one(
    attempt, enrolment, quiz_key, now
):
    again = attempts.start_attempt(enrolment, quiz_key, language="nl", now=now)
    assert again == attempt


def test_a_start_that_arrives_late_makes_no_second_attempt(
    attempt, enrolment, quiz_key, now
):
    """The line may send a press of the button twice, the second time when the attempt
    it made is handed in already."""
    attempts.submit_attempt(attempt, language="en", now=now)

    late = attempts.start_attempt(enrolment, quiz_key, language="en", number=1, now=now)
    wanted = attempts.start_attempt(
        enrolment, quiz_key, language="en", number=2, now=now
    )

    assert late == attempt
    assert late.submitted_at is not None
    assert wanted.number == 2


def test_going_on_after_the_time_is_up_begins_nothing_new(
    attempt, enrolment, quiz_key, now
):
    Attempt.objects.update(time_limit=5, deadline_at=now)
    later = now + timedelta(minutes=1)

    found = attempts.start_attempt(
        enrolment, quiz_key, language="en", number=1, now=later
    )

    assert found == attempt
    assert found.ended_by_clock


def test_a_lesson_is_no_quiz_to_start(enrolment, small_course, now):
    with pytest.raises(DomainError, match="not part of your course"):
        attempts.start_attempt(
            enrolment, small_course.key("small-one"), language="en", now=now
        )


def test_every_attempt_meets_the_must_pass_topics(attempt):
    assert positions(attempt, must_pass=True)


def test_the_same_seed_draws_the_same_questions(attempt):
    from random import Random

    from quizzes.domain.drawing import draw
    from quizzes.models import QuestionVersion

    rng = Random(attempt.seed)  # noqa: S311 -- the draw itself
    drawn = draw(list(QuestionVersion.objects.all()), 8, seen=set(), rng=rng)
    assert [v.pk for v in drawn] == [i.version_id for i in attempt.items.all()]


def test_a_second_attempt_prefers_unseen_questions(attempt, enrolment, quiz_key, now):
    first = {i.version.question_key for i in attempt.items.all()}
    attempts.submit_attempt(attempt, language="en", now=now)
    second = attempts.start_attempt(enrolment, quiz_key, language="en", now=now)
    fresh = {i.version.question_key for i in second.items.all()} - first
    assert len(fresh) == 4


def test_all_right_passes_and_completes_the_quiz(attempt, quiz_key, now):
    answer_all(attempt, now)
    done = attempts.submit_attempt(attempt, language="en", now=now)
    outcome = attempts.outcome_of(done)
    assert (outcome.right, outcome.needed, outcome.passed) == (8, 7, True)
    assert ActivityProgress.objects.get(activity_id=quiz_key).completed_at == now


def test_an_attempt_of_an_earlier_cycle_completes_nothing_in_the_next(
    attempt, enrolment, now
):
    answer_all(attempt, now)
    enrolment.cycle = 2
    enrolment.save()

    done = attempts.submit_attempt(attempt, language="en", now=now)

    assert attempts.outcome_of(done).passed
    assert not ActivityProgress.objects.filter(completed_at__isnull=False).exists()


def test_one_must_pass_wrong_does_not_pass_whatever_the_score(attempt, now):
    answer_all(attempt, now, wrong=positions(attempt, must_pass=True)[:1])
    outcome = attempts.outcome_of(
        attempts.submit_attempt(attempt, language="en", now=now)
    )
    assert outcome.right == 7
    assert not outcome.passed


def test_the_pass_mark_is_eighty_percent(attempt, now):
    answer_all(attempt, now, wrong=positions(attempt, must_pass=False)[:2])
    outcome = attempts.outcome_of(
        attempts.submit_attempt(attempt, language="en", now=now)
    )
    assert outcome.right == 6
    assert not outcome.passed


def test_handing_in_twice_grades_once(attempt, now):
    answer_all(attempt, now)
    attempts.submit_attempt(attempt, language="en", now=now)
    attempts.submit_attempt(attempt, language="en", now=now + timedelta(minutes=1))
    assert GradeRecord.objects.count() == 8
    assert Attempt.objects.get().submitted_at == now


def test_sending_an_answer_again_has_no_effect(attempt, now):
    item = attempt.items.first()
    client = uuid4()
    for _again in range(3):
        save(item, now, client=client)
    assert Answer.objects.count() == 1


def test_two_devices_with_the_same_count_both_stay(attempt, now):
    item = attempt.items.first()
    for right in (True, False):
        save(item, now, right=right)
    assert Answer.objects.count() == 2
    counting = attempts.current_answers(attempt)[item.pk]
    assert counting.payload == option(item, right=False)


def test_an_answer_after_handing_in_is_refused(attempt, now):
    item = attempt.items.first()
    attempts.submit_attempt(attempt, language="en", now=now)
    with pytest.raises(attempts.AttemptClosed):
        attempts.save_answer(
            item, None, client=uuid4(), sequence=1, language="en", now=now
        )


@pytest.mark.parametrize(
    "payload",
    [{}, {"choice": "nowhere"}, {"choice": 7}, [], "a", {"choice": "a" * 100_000}],
    ids=["empty", "unknown", "number", "list", "text", "huge"],
)
def test_an_answer_that_does_not_fit_is_refused(attempt, now, payload):
    with pytest.raises(InvalidAnswer):
        attempts.save_answer(
            attempt.items.first(),
            payload,
            client=uuid4(),
            sequence=1,
            language="en",
            now=now,
        )


def test_after_the_third_attempt_there_is_a_pause(enrolment, quiz_key, now):
    for _try in range(3):
        attempt = attempts.start_attempt(enrolment, quiz_key, language="en", now=now)
        attempts.submit_attempt(attempt, language="en", now=now)
    with pytest.raises(DomainError):
        attempts.start_attempt(enrolment, quiz_key, language="en", now=now)
    later = now + timedelta(minutes=10)
    fourth = attempts.start_attempt(enrolment, quiz_key, language="en", now=later)
    assert fourth.number == 4


def test_editing_a_question_does_not_touch_a_running_attempt(
    attempt, small_course, now
):
    before = [item.version.content for item in attempt.items.all()]
    Question.objects.all().delete()
    assert [item.version.content for item in attempt.items.all()] == before


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(1, 4), st.integers(0, 9))))
def test_a_late_answer_never_undoes_a_later_one_of_the_same_device(history):
    at = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    answers = [
        Answer(
            pk=number,
            item_id=1,
            client=client,
            sequence=sequence,
            payload={"choice": value},
            received_at=at + timedelta(seconds=number),
        )
        for number, (client, sequence, value) in enumerate(history)
    ]
    counting = attempts.fold_answers(answers).get(1)
    if not history:
        assert counting is None
        return
    newest: dict = {}
    expected = None
    for answer in answers:
        if answer.sequence >= newest.get(answer.client, -1):
            newest[answer.client] = answer.sequence
            expected = answer
    assert counting is expected
