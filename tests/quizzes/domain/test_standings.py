import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.domain.languages.content import content_hash, stored_hash
from courses.enums import TranslationState, TranslationStep
from courses.models import CoursePage, TranslationAct
from lms.remembered import forget
from quizzes.domain.standings import standing_in, standings_of
from quizzes.models import Question
from tests.factories.quizzes import publish_key


@pytest.fixture
def bank(small_course):
    return small_course.course.banks.get()


@pytest.fixture
def english(bank):
    return bank.questions.filter(locale__language_code="en").first()


@pytest.fixture
def dutch(bank, english):
    return bank.questions.get(
        translation_key=english.translation_key, locale__language_code="nl"
    )


def state(question, language="nl"):
    key = question.translation_key
    return standings_of([key], ["en", "nl", "fr"])[key][language]


def test_each_language_is_told_beside_the_one_it_is_written_in(english):
    assert state(english, "en") == TranslationState.SOURCE
    assert state(english, "fr") == TranslationState.MISSING
    assert state(english) == TranslationState.APPROVED


def test_what_is_not_published_is_a_draft(english, dutch):
    Question.objects.filter(pk__in=[english.pk, dutch.pk]).update(live=False)
    assert state(english) == TranslationState.DRAFT
    assert state(english, "en") == TranslationState.DRAFT


def test_a_translation_of_other_words_is_out_of_date(english, dutch):
    TranslationAct.objects.create(
        key=english.translation_key,
        language="nl",
        step=TranslationStep.TRANSLATED,
        source_hash="of before",
        content_hash=content_hash(dutch),
        at=english.bank.course.current_edition.released_at,
    )
    TranslationAct.objects.filter(key=english.translation_key).exclude(
        source_hash="of before"
    ).delete()
    assert state(english) == TranslationState.OUT_OF_DATE


def test_questions_are_found_by_how_they_stand(bank, english, dutch):
    keys = set(bank.questions.values_list("translation_key", flat=True))
    dutch.delete()
    assert standing_in("nl", "missing", keys) == [english.translation_key]
    assert set(standing_in("nl", "done", keys)) == keys - {english.translation_key}
    assert set(standing_in("en", "done", keys)) == keys
    assert standing_in("nl", "outdated", keys) == []


def test_what_is_written_in_another_language_only_is_written_in_that(english, dutch):
    english.delete()
    assert state(dutch, "nl") == TranslationState.SOURCE
    assert state(dutch, "en") == TranslationState.MISSING


def test_a_course_without_pages_is_written_in_what_its_questions_are(
    small_course, english
):
    CoursePage.objects.all().delete()
    assert state(english, "en") == TranslationState.SOURCE


def test_many_questions_cost_no_more_queries_than_one(bank, english):
    def queries(keys):
        with CaptureQueriesContext(connection) as asked:
            standings_of(keys, ["en", "nl"])
        return len(asked)

    keys = list(bank.questions.values_list("translation_key", flat=True).distinct())
    assert queries([english.translation_key]) == queries(keys)


def test_the_same_words_are_hashed_once(bank, english, monkeypatch):
    hashed = []

    def counted(model, streams):
        hashed.append(streams["body"])
        return stored_hash(model, streams)

    monkeypatch.setattr("quizzes.domain.standings.stored_hash", counted)
    forget()
    keys = set(bank.questions.values_list("translation_key", flat=True))
    assert len(standing_in("nl", "done", keys)) == len(keys)
    assert len(hashed) == len(set(hashed)) == bank.questions.count()
    assert len(standing_in("nl", "done", keys)) == len(keys)
    assert len(hashed) == bank.questions.count()
    publish_key(bank.versions.get(question_key=english.translation_key), 1)
    assert standing_in("nl", "outdated", keys) == [english.translation_key]
    assert len(hashed) == bank.questions.count() + 2
