import pytest
from wagtail.models import Page, Revision

from courses.models import Fact, LessonPage, ModulePage
from courses.seeding.reader import FEEDBACK
from lms.errors import DomainError
from quizzes.enums import FeedbackFrom
from quizzes.models import Bank, Question, QuizPage

pytestmark = pytest.mark.django_db


def test_write_banks_makes_questions_and_a_quiz_in_every_language(files, relay):
    files.write()

    report = files.write_banks()

    assert (report.created, report.notes) == (42, [])
    bank = Bank.objects.get(code="small-course-m1")
    for language in ("en", "nl"):
        mine = Question.objects.filter(bank=bank, locale__language_code=language)
        assert mine.count() == 20
        question = mine.get(key="m1-q01")
        assert question.fact == Fact.objects.get(locale=question.locale)
        lesson = LessonPage.objects.get(slug="01-words", locale=question.locale)
        assert question.lesson_key == lesson.translation_key
        quiz = QuizPage.objects.get(locale=question.locale)
        module = ModulePage.objects.get(locale=question.locale)
        assert module.get_children().last().specific == quiz
        assert (quiz.bank, quiz.draw, quiz.pass_percent) == (bank, 5, 80)
    assert not Question.objects.filter(live=False).exists()


def test_write_banks_gives_options_the_same_ids_in_all_languages(files, relay):
    files.write()
    files.write_banks()

    def ids(language):
        question = Question.objects.get(key="m1-q01", locale__language_code=language)
        (block,) = question.body.raw_data
        return [block["id"], *(item["id"] for item in block["value"]["options"])]

    assert ids("en") == ids("nl")
    assert len(set(ids("en"))) == 3


def test_write_banks_twice_changes_nothing(files, relay):
    files.write()
    files.write_banks()
    before = (Page.objects.count(), Question.objects.count(), Revision.objects.count())

    report = files.write_banks()

    assert (report.created, report.updated, report.unchanged) == (0, 0, 42)
    after = (Page.objects.count(), Question.objects.count(), Revision.objects.count())
    assert after == before


def test_write_banks_publishes_a_changed_question_in_that_language_only(files, relay):
    files.write()
    files.write_banks()
    files.replace("bank", "Vraag 7?", "Zevende vraag?")

    report = files.write_banks()

    assert (report.updated, report.unchanged) == (1, 41)
    question = Question.objects.get(key="m1-q07", locale__language_code="nl")
    assert question.body[0].value["prompt"] == "Zevende vraag?"
    assert question.revisions.count() == 2


def test_write_banks_needs_the_course(files, relay):
    with pytest.raises(DomainError):
        files.write_banks()


def test_write_banks_needs_the_module(files, relay):
    files.write()
    ModulePage.objects.get(locale__language_code="nl").delete()
    with pytest.raises(DomainError) as error:
        files.write_banks()
    assert str(error.value) == "nl: there is no module “m1”."


def test_write_banks_needs_the_facts(files, relay):
    files.write()
    Fact.objects.filter(locale__language_code="nl").delete()
    with pytest.raises(DomainError) as error:
        files.write_banks()
    assert str(error.value) == "nl: there is no fact m1-f1."


def test_starter_files_name_every_phase_of_feedback():
    assert set(FEEDBACK) == set(FeedbackFrom.values)
