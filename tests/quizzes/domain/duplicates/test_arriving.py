"""A file read in twice: each of its questions is told to be there already."""

from datetime import UTC, datetime

import pytest

from quizzes.domain.duplicates.arriving import like_those_here
from quizzes.domain.importing import import_questions
from quizzes.domain.planning import plan_import
from quizzes.domain.retiring import retire_question
from quizzes.interchange import FORMATS
from quizzes.models import Question
from tests.factories.duplicates import ask

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
GIFT = FORMATS["gift"]
# Without keys, so that nothing but their words says that they are the same.
FILE = (
    b"::First::Who has to be asked before?{=The head of unit ~Nobody}\n\n"
    b"::Second::A sign says what somebody thinks.{F}\n\n"
    b"::Third::How many days may it take?{#3}\n"
)


def likes(bank, data=FILE, language="en", among=None) -> dict:
    plan = plan_import(bank, GIFT, data, language=language)
    among = Question.objects.all() if among is None else among
    return like_those_here(plan.ready, among, language=language)


def test_a_file_read_in_twice_is_there_already_word_for_word(bank, alice):
    assert likes(bank) == {}
    import_questions(bank, GIFT, FILE, language="en", actor=alice, now=NOW)

    again = likes(bank)

    assert len(again) == 3
    assert all(one.likeness.is_same for one in again.values())
    assert {one.question.key for one in again.values()} == set(
        bank.questions.values_list("key", flat=True)
    )
    # It refuses nothing.
    run = import_questions(bank, GIFT, FILE, language="en", actor=alice, now=NOW)
    assert len(run.made) == 3


def test_other_banks_count_and_what_one_may_not_see_does_not(
    bank, sister, foreign, alice
):
    ask(foreign, "theirs", "A sign says what somebody thinks.")
    own = Question.objects.filter(bank__course__owner=bank.course.owner)
    assert likes(bank, among=own) == {}
    here = ask(sister, "here", "A sign says nothing of what somebody thinks.")

    (like,) = likes(bank, among=own).values()

    assert (like.key, like.question, like.likeness.is_same) == ("here", here, False)


def test_a_retired_question_is_told_as_retired(bank, alice):
    gone = ask(bank, "gone", "A sign says what somebody thinks.")
    retire_question(bank, gone.translation_key, actor=alice, now=NOW)

    (like,) = likes(bank).values()

    assert like.is_retired


def test_another_language_is_not_compared(bank):
    ask(bank, "nl", "A sign says what somebody thinks.", language="nl")

    assert likes(bank) == {}


def test_two_questions_of_one_file_that_are_alike_are_told(bank):
    twice = b"::First::It is so today.{T}\n\n::Second::It is so today.{F}\n"

    (like,) = likes(bank, twice).values()

    assert (like.key, like.question, like.likeness.is_same) == ("first", None, True)
