import pytest

from quizzes.domain.uses import uses_of
from tests.factories.attempts import take_quiz, versions_of


@pytest.fixture
def bank(small_course):
    return small_course.course.banks.get()


def test_a_question_says_where_it_is_used(small_course, bank, now):
    version = versions_of(bank)[0]
    take_quiz(small_course, [{version: True}] * 7, now=now)
    uses = uses_of(bank, version.question_key)
    assert {page.slug for page in uses.quizzes} == {"small-quiz"}
    assert [(one.edition, one.is_current) for one in uses.editions] == [
        (small_course.course.current_edition, True)
    ]
    # Seven: how often is about these few.
    assert uses.asked is None

    take_quiz(small_course, [{version: True}], now=now)
    assert uses_of(bank, version.question_key).asked == 8


def test_one_that_was_never_released_is_in_no_edition(bank):
    question = bank.questions.first()
    question.translation_key = "00000000-0000-4000-8000-000000000000"
    uses = uses_of(bank, question.translation_key)
    assert (uses.editions, uses.asked) == ([], None)
