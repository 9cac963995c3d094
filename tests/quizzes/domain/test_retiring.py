import pytest

from courses.domain.duplicating import ask_for_copy
from courses.domain.enrolment import enrol
from lms.models import AuditEntry
from quizzes.domain.attempts import start_attempt
from quizzes.domain.draw_rules import as_written
from quizzes.domain.read_through import read_through
from quizzes.domain.retiring import bring_back, in_use, retire_question
from quizzes.domain.versions import freeze_bank, published_questions
from quizzes.models import Question, QuizPage, Retirement


@pytest.fixture
def bank(small_course):
    return small_course.course.banks.get()


@pytest.fixture
def question(bank):
    return bank.questions.filter(locale__language_code="en").first()


def test_a_retired_question_is_in_no_edition_to_come_in_no_language(
    bank, question, now
):
    before = freeze_bank(bank, language="en", now=now)
    stamp = published_questions(bank.course)

    retire_question(bank, question.translation_key, actor=None, now=now)

    assert len(freeze_bank(bank, language="en", now=now)) == len(before) - 1
    assert not in_use().filter(translation_key=question.translation_key).exists()
    assert published_questions(bank.course) != stamp


def test_an_edition_that_is_out_keeps_it(small_course, bank, question, bob, now):
    for one in bank.questions.filter(locale__language_code="en"):
        retire_question(bank, one.translation_key, actor=None, now=now)
    attempt = start_attempt(
        enrol(bob, small_course.course, now=now),
        small_course.key("small-quiz"),
        language="en",
        now=now,
    )
    assert attempt.items.count() == 8


def test_a_question_is_brought_back(bank, question, now, alice):
    before = freeze_bank(bank, language="en", now=now)
    retire_question(bank, question.translation_key, actor=alice, now=now)
    bring_back(bank, question.translation_key, actor=alice, now=now)
    assert freeze_bank(bank, language="en", now=now) == before
    acts = AuditEntry.objects.filter(subject_id=str(question.translation_key))
    assert list(
        acts.order_by("pk").values_list("action", "actor", "organisation_id")
    ) == [
        ("quizzes.question_retired", alice.pk, bank.course.owner_id),
        ("quizzes.question_brought_back", alice.pk, bank.course.owner_id),
    ]


def test_rules_of_a_draw_do_not_count_on_it(bank, question, now):
    before = as_written(bank, language="en")
    retire_question(bank, question.translation_key, actor=None, now=now)
    assert len(as_written(bank, language="en")) == len(before) - 1


def test_twice_is_once_and_logged_once(bank, question, now):
    for _time in range(2):
        retire_question(bank, question.translation_key, actor=None, now=now)
    assert Retirement.objects.count() == 1
    for _time in range(2):
        bring_back(bank, question.translation_key, actor=None, now=now)
    assert (
        AuditEntry.objects.filter(action__startswith="quizzes.question_").count() == 2
    )


def test_it_is_not_read_through_any_more(small_course, bank, question, now):
    quiz = QuizPage.objects.get(slug="small-quiz", locale=question.locale_id)
    before = read_through(quiz)
    retire_question(bank, question.translation_key, actor=None, now=now)
    assert len(read_through(quiz)) == len(before) - 1


def test_a_copied_course_has_it_retired_too(
    small_course, bank, question, beekstad, now
):
    retire_question(bank, question.translation_key, actor=None, now=now)
    ask_for_copy(
        small_course.course,
        code="copy",
        title="Copy",
        owner=beekstad,
        actor=None,
        now=now,
    )
    copied = Question.objects.filter(bank__course__code="copy")
    assert copied.exists()
    left = copied.exclude(pk__in=in_use(copied))
    assert {one.key for one in left} == {question.key}
