from types import SimpleNamespace

import pytest

from quizzes.domain.retiring import retire_question
from quizzes.domain.trying_out import (
    come_to,
    newest,
    try_question,
    try_quiz,
)
from quizzes.models import Attempt, Question, QuestionVersion, QuizPage
from tests.factories.exercises import answer_fields, posted, question_body


@pytest.fixture
def quiz(small_course):
    return QuizPage.objects.get(slug="small-quiz", locale__language_code="en")


@pytest.fixture
def question(quiz):
    return quiz.bank.questions.filter(locale=quiz.locale_id).first()


def answers(tried, *, wrong=()):
    return {
        place: one.kind.read(
            one.content, posted(answer_fields(one.content, right=place not in wrong))
        )
        for place, one in enumerate(tried, start=1)
    }


def keys(tried):
    return [one.question.key for one in tried]


def test_a_quiz_is_drawn_as_for_a_learner_and_the_same_again_by_its_seed(quiz):
    versions = QuestionVersion.objects.count()
    tried = try_quiz(quiz, seed=5, with_drafts=False)
    assert len(set(keys(tried))) == quiz.draw == 8
    again = try_quiz(quiz, seed=5, with_drafts=False)
    assert [(one.question, one.order) for one in again] == [
        (one.question, one.order) for one in tried
    ]
    others = [keys(try_quiz(quiz, seed=n, with_drafts=False)) for n in range(5)]
    assert len({tuple(one) for one in others}) > 1
    assert (Attempt.objects.count(), QuestionVersion.objects.count()) == (0, versions)


def test_rules_of_the_draw_hold(quiz, monkeypatch):
    rule = SimpleNamespace(count=3, fits=lambda one: one.topic == "topic-1")
    monkeypatch.setattr("quizzes.domain.trying_out.rules_of_page", lambda page: [rule])
    tried = try_quiz(quiz, seed=1, with_drafts=False)
    assert sum(one.question.topic == "topic-1" for one in tried) == 3


def test_drafts_are_asked_where_that_is_wanted_and_what_is_retired_never(
    quiz, question, now
):
    quiz.draw = 60
    question.must_pass = False
    question.key = "draft-key"
    question.save_revision()
    empty = Question(bank=quiz.bank, key="empty", locale=quiz.locale, live=False)
    empty.save()
    retired = quiz.bank.questions.filter(locale=quiz.locale_id).last()
    retire_question(quiz.bank, retired.translation_key, actor=None, now=now)

    published = keys(try_quiz(quiz, seed=1, with_drafts=False))
    drafts = keys(try_quiz(quiz, seed=1, with_drafts=True))

    assert "draft-key" not in published
    assert "draft-key" in drafts
    assert retired.key not in published + drafts
    assert len(published) == len(drafts) == 11


def test_it_comes_to_what_an_attempt_would(quiz):
    tried = try_quiz(quiz, seed=5, with_drafts=False)
    all_right = come_to(tried, answers(tried), pass_percent=80)
    assert (all_right.points, all_right.total, all_right.needed) == (8, 8, 7)
    assert all_right.is_passed
    assert not come_to(tried, {}, pass_percent=80).is_passed
    assert not come_to([], {}, pass_percent=80).is_passed

    must = next(
        place for place, one in enumerate(tried, start=1) if one.question.must_pass
    )
    missed = come_to(tried, answers(tried, wrong={must}), pass_percent=80)
    assert (missed.points, missed.is_passed) == (7, False)


@pytest.mark.parametrize(
    ("kind", "expected"), [("open_answer", (8, 1)), ("scale", (8, 0))]
)
def test_what_nobody_grades_is_in_no_sum(quiz, question, kind, expected):
    tried = try_quiz(quiz, seed=5, with_drafts=False)
    other = question
    other.body = Question._meta.get_field("body").to_python(
        question_body("other", "en", kind=kind)
    )
    last = try_question(other, seed=1)
    said = last.kind.read(
        last.content,
        posted({"text": "A few words.", "choice": last.order[0] if last.order else ""}),
    )
    come = come_to([*tried, last], answers(tried) | {9: said}, pass_percent=80)
    assert (come.total, come.open) == expected


def test_a_question_is_tried_as_it_is_being_written(question):
    question.body = Question._meta.get_field("body").to_python(
        question_body("new", "en", kind="true_false")
    )
    question.save_revision()
    tried = try_question(newest(Question.objects.get(pk=question.pk)), seed=1)
    assert tried.kind.name == "true_false"
    assert tried.grade({"choice": "true"}).is_right
    assert tried.clean({"choice": "true"}) == {"choice": "true"}
    assert tried.clean({"choice": "none"}) is None
    assert tried.clean(None) is None
    question.body = []
    assert try_question(question, seed=1) is None
