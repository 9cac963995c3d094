from wagtail_localize.fields import SynchronizedField, get_translatable_fields

from quizzes.models import Question, QuizPage


def fields(model, *, translated: bool) -> set[str]:
    return {
        field.field_name
        for field in get_translatable_fields(model)
        if (
            not isinstance(field, SynchronizedField)
            if translated
            else isinstance(field, SynchronizedField) and not field.overridable
        )
    }


def test_an_author_translates_the_words_of_quizzes_and_questions():
    assert fields(QuizPage, translated=True) == {
        "title",
        "seo_title",
        "search_description",
        "introduction",
    }
    assert fields(Question, translated=True) == {"body", "fact"}


def test_a_translation_cannot_make_a_quiz_easier():
    assert fields(QuizPage, translated=False) == {
        "slug",
        "minutes",
        "bank",
        "part",
        "draw",
        "draws",
        "prefer_unseen",
        "pass_percent",
        "pause_after",
        "pause_minutes",
        "time_limit",
        "second_marker",
        "feedback_from",
        "feedback_days",
    }
    assert fields(Question, translated=False) == {
        "bank",
        "key",
        "must_pass",
        "topic",
        "tags",
        "sectors",
        "difficulty",
        "lesson_key",
        "lesson_block",
    }
