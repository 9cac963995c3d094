"""How far one person came."""

import pytest

from quizzes.domain import attempts
from quizzes.domain.pairs.gain import gain_of, post_test_done
from quizzes.models import GradeRecord
from tests.factories.pairs import pre_key, take


@pytest.fixture
def post_key(pair):
    return pair.key("small-quiz")


def test_it_compares_the_same_questions_lesson_by_lesson(
    pair, enrolment, post_key, now
):
    pre = take(enrolment, pre_key(), now=now, wrong={0, 1, 2})
    assert post_test_done(pre) is None
    post = take(enrolment, post_key, now=now, wrong={1})

    gain = gain_of(post)

    assert (gain.whole.before, gain.whole.after, gain.whole.total) == (1, 3, 4)
    keys = {pair.key("small-one"), pair.key("small-two")}
    assert {step.lesson_key for step in gain.steps} <= keys
    for name in ("total", "before", "after"):
        whole = getattr(gain.whole, name)
        assert sum(getattr(step, name) for step in gain.steps) == whole
    assert post_test_done(pre) == post


def test_no_gain_without_a_pre_test_or_of_anything_else(enrolment, post_key, now):
    started = attempts.start_attempt(enrolment, post_key, language="en", now=now)
    assert gain_of(started) is None
    first = attempts.submit_attempt(started, language="en", now=now)
    second = take(enrolment, post_key, now=now)

    assert gain_of(first) is None
    assert gain_of(second) is None
    assert post_test_done(first) is None


def test_no_gain_while_something_is_to_be_marked(enrolment, post_key, now):
    take(enrolment, pre_key(), now=now)
    post = take(enrolment, post_key, now=now)
    item = post.items.first()
    GradeRecord.objects.create(item=item, correctness=None, graded_at=now)

    assert gain_of(post) is None
