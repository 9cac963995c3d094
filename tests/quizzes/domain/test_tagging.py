import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from quizzes.domain.tagging import tag_questions
from quizzes.models import Question


@pytest.fixture
def question(small_course):
    question = small_course.course.banks.get().questions.first()
    question.tags = "old"
    question.save_revision()
    Question.objects.filter(pk=question.pk).update(tags="old")
    return question


def tags(question):
    rows = Question.objects.filter(translation_key=question.translation_key)
    return [row.tags for row in rows.order_by("pk")]


def draft(question):
    held = Question.objects.get(pk=question.pk)
    return held.get_latest_revision_as_object().tags


def test_tags_are_added_and_taken_off_in_all_languages_and_in_the_draft(question, bob):
    state = Question.objects.filter(pk=question.pk).values("live", "latest_revision")
    before = state.get()

    assert tag_questions([question], add="New new, other", remove="old", actor=bob) == 1

    assert tags(question) == ["new other", "new other"]
    assert draft(question) == "new other"
    assert state.get() == before
    entries = ModelLogEntry.objects.filter(action="quizzes.tag")
    assert {entry.user for entry in entries} == {bob}
    assert len(entries) == 2


def test_a_draft_keeps_tags_of_its_own(question):
    question.tags = "draft"
    question.save_revision()
    tag_questions([question], add="new", actor=None)
    assert tags(question)[0] == "new old"
    assert draft(question) == "draft new"


def test_what_has_them_already_is_not_touched(question):
    tag_questions([question], add="old", actor=None)
    assert tag_questions([question], add="old", actor=None) == 0
    assert ModelLogEntry.objects.filter(action="quizzes.tag").count() == 1


def test_too_many_are_refused_and_nothing_is_changed(question):
    many = " ".join(f"tag-number-{number}" for number in range(30))
    with pytest.raises(ValidationError, match="too many tags"):
        tag_questions([question], add=many, actor=None)
    assert tags(question)[0] == "old"
