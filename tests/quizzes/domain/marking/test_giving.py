"""A mark: points of the rubric, and words that a learner can use."""

import pytest

from courses.domain.manifest import outline_of
from courses.models import ActivityProgress, Term
from lms.errors import DomainError
from lms.models import OutgoingMail
from quizzes.domain import attempts
from quizzes.domain.freezing import quiz_rules
from quizzes.domain.marking.giving import Given, correctness_of, give_mark
from quizzes.domain.versions import content_in
from quizzes.models import GradeRecord, Mark, QuizPage
from tests.factories.marking import given_of, hand_in, markings_of
from tests.factories.organisations import last_body


@pytest.fixture
def attempt(course, bob, now):
    return hand_in(bob, course, now=now)


def refused(marking, given, marker, now) -> str:
    with pytest.raises(DomainError) as problem:
        give_mark(marking, given, marker=marker, now=now)
    return problem.value.code


def test_what_no_marker_may_say_is_refused_and_nothing_is_kept(attempt, markers, now):
    marking = markings_of(attempt)[0]
    ids = [row["id"] for row in content_in(marking.item.version, "en")["rubric"]]

    for points in (
        {},
        {ids[0]: 1},
        {ids[0]: 1, ids[1]: 3},
        {ids[0]: -1, ids[1]: 0},
        {ids[0]: 1, ids[1]: 2, "x": 0},
        {ids[0]: True, ids[1]: 2},
    ):
        assert refused(marking, Given(points, "Good."), markers[0], now) == "points"
    for words, why in (
        (" ", "empty"),
        ("x" * 1001, "long"),
        ("Call Jan Peeters on 0470 12 34 56.", "people"),
    ):
        given = given_of(marking.item, 1, words)
        assert refused(marking, given, markers[0], now) == why
    assert not Mark.objects.exists()


def test_words_that_can_stigmatise_are_refused(attempt, markers, now):
    Term.objects.create(
        language="en",
        key="lost-cause",
        forms="lost cause",
        reason="Nobody is.",
        suggestion="somebody who needs time",
    )
    marking = markings_of(attempt)[0]

    given = given_of(marking.item, 1, "He is a lost cause.")
    assert refused(marking, given, markers[0], now) == "words"


def test_what_is_fully_right_needs_no_words(attempt, markers, mark, now):
    marking = markings_of(attempt)[0]

    given = mark(marking, markers[0], 3, words="")

    assert (given.number, float(given.correctness), given.feedback) == (1, 1, "")
    content = content_in(marking.item.version, "en")
    third = given_of(marking.item, 1).points
    assert correctness_of(content, third) == 0.3333


def test_the_quiz_is_passed_once_marks_reach_the_pass_mark_and_the_learner_is_told(
    course, attempt, bob, markers, mark, now
):
    done = ActivityProgress.objects.filter(
        activity_id=course.key("small-quiz"), completed_at__isnull=False
    )
    first, second = markings_of(attempt)
    assert attempts.outcome_of(attempt).is_waiting
    mark(first, markers[0], 2)
    assert (done.count(), OutgoingMail.objects.count()) == (0, 0)

    mark(second, markers[1], 3)
    # It would pass as it is, and not with a quarter less for both.
    assert attempts.outcome_of(attempt).is_waiting
    mark(first, markers[1], 2)
    mark(second, markers[2], 3)

    outcome = attempts.outcome_of(attempt)
    assert (outcome.passed, outcome.waiting, outcome.score) == (True, 0, 2.6)
    assert done.count() == 1
    assert OutgoingMail.objects.get().to == [bob.email]
    told = last_body(bob.email)
    assert str(attempt.uuid) in told
    # What it came to is not for a mailbox at work.
    assert "2.6" not in told.replace(str(attempt.uuid), "")
    assert "passed" not in told
    reasons = GradeRecord.objects.filter(item__attempt=attempt, reason="marked")
    assert reasons.count() == 2


def test_who_has_no_address_is_not_written_to(course, bob, markers, mark, now):
    bob.email = None
    bob.save(update_fields=["email"])
    attempt = hand_in(bob, course, now=now, right=False)

    for marking in markings_of(attempt):
        mark(marking, markers[0], 1)

    assert not attempts.outcome_of(attempt).waiting
    assert not OutgoingMail.objects.exists()


def test_where_the_quiz_asks_for_it_two_mark_each_answer_and_each_is_decided_alone(
    course, bob, markers, mark, now, monkeypatch
):
    page = QuizPage.objects.get(locale__language_code="en")
    assert "second_marker" not in quiz_rules(page, now=now)
    page.second_marker = True
    assert quiz_rules(page, now=now)["second_marker"] is True
    outline = outline_of(course.course.current_edition_id)
    quiz = outline.find(course.key("small-quiz"))[1]
    monkeypatch.setitem(quiz["rules"], "second_marker", True)
    attempt = hand_in(bob, course, now=now, right=False)
    first, second = markings_of(attempt)
    assert (first.needed, second.needed) == (2, 2)

    mark(first, markers[0], 3)
    mark(first, markers[1], 3)
    assert attempts.outcome_of(attempt).by_item[first.item_id] == 1
    assert attempts.outcome_of(attempt).waiting == 1
    mark(second, markers[1], 0)
    mark(second, markers[2], 3)
    assert attempts.outcome_of(attempt).waiting == 1
    mark(second, markers[3], 0)
    assert attempts.outcome_of(attempt).by_item[second.item_id] == 0
