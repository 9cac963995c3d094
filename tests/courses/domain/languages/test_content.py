import json

import pytest
from django.db.models import TextField
from django.db.models.functions import Cast

from courses.domain.languages.content import (
    content_hash,
    references,
    same_things,
    stored_hash,
)
from courses.models import Fact, LessonPage, ModulePage
from quizzes.models import Question
from tests.factories.exercises import KINDS, PRACTICE, question_body

pytestmark = pytest.mark.django_db


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_the_same_words_have_the_same_hash_however_the_row_was_read(small):
    lesson = small.lesson("small-one")
    before = content_hash(lesson)
    list(lesson.body)  # Makes blocks of what was read.
    assert content_hash(lesson) == content_hash(fresh(lesson)) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda page: setattr(page, "title", "Another title"),
        lambda page: page.body.__setitem__(0, ("lead", "Another lead")),
        lambda page: page.body.append(("lead", "One more")),
    ],
)
def test_other_words_have_another_hash(small, change):
    lesson = small.lesson("small-one")
    before = content_hash(lesson)
    change(lesson)
    lesson.save()
    assert content_hash(fresh(lesson)) != before


def test_what_follows_the_source_in_every_language_is_not_part_of_it(small):
    lesson = small.lesson("small-one")
    before = content_hash(lesson)
    lesson.minutes = 12
    lesson.slug = "elsewhere"
    lesson.save()
    assert content_hash(fresh(lesson)) == before


def test_marks_of_the_editor_and_ids_are_no_words(small):
    question = Question.objects.filter(locale__language_code="en").first()
    before = content_hash(question)
    raw = question.body.raw_data[0]
    raw["id"] = "another"
    for option in raw["value"]["options"]:
        option["id"] = "another"
        option["value"]["feedback"] = None
    question.save()
    assert content_hash(fresh(question)) == before
    fact = Fact.objects.get(key="small-fact", locale__language_code="en")
    before = content_hash(fact)
    fact.text = f'<p data-block-key="x1">{fact.text}</p>'.replace("<p>", "")
    plain = content_hash(fact)
    fact.text = fact.text.replace(' data-block-key="x1"', "")
    assert content_hash(fact) == plain != before


def test_another_fact_in_the_same_place_is_no_other_words(small, beekstad):
    lesson = small.lesson("small-one")
    before = content_hash(lesson)
    shown = references(lesson)
    lesson.body[1] = ("fact", Fact.objects.get(locale__language_code="nl"))
    assert content_hash(lesson) == before
    assert references(lesson) != shown


def test_a_lesson_tells_the_facts_it_shows_and_a_module_none(small):
    fact = Fact.objects.get(key="small-fact", locale__language_code="en")
    assert references(small.lesson("small-one")) == [(Fact, fact.pk)]
    assert references(ModulePage.objects.first()) == []
    empty = LessonPage(title="Empty")
    empty.body = LessonPage._meta.get_field("body").to_python(
        [{"type": "fact", "value": None, "id": "x"}]
    )
    assert references(empty) == []


def test_the_same_thing_in_two_languages_is_the_same():
    source, target = [(Fact, 1)], [(Fact, 2)]
    assert same_things(source, target, {(Fact, 1): "key", (Fact, 2): "key"})
    assert not same_things(source, target, {(Fact, 1): "key", (Fact, 2): "other"})
    assert not same_things(source, [], {(Fact, 1): "key"})


def _stored(question: Question) -> str:
    """The hash of what lies in the database."""
    text = Cast("body", TextField())
    held = Question.objects.filter(pk=question.pk).values_list(text, flat=True)
    return stored_hash(Question, {"body": held.get()})


@pytest.mark.parametrize("kind", [*KINDS, *PRACTICE])
def test_what_lies_in_the_database_has_the_hash_of_its_row(small, kind):
    question = Question.objects.first()
    question.body = Question._meta.get_field("body").to_python(
        question_body("another", "en", kind=kind)
    )
    Question.objects.bulk_update([question], ["body"])
    assert _stored(question) == content_hash(fresh(question))


def test_a_block_that_there_is_no_more_is_no_word(small):
    question = Question.objects.first()
    before = content_hash(question)
    raw = [*question.body.raw_data, {"type": "gone", "value": "Words", "id": "x"}]
    text = stored_hash(Question, {"body": json.dumps(raw)})
    assert text == before
    empty = stored_hash(Question, {"body": "[]"})
    assert stored_hash(Question, {"body": ""}) == empty != before
