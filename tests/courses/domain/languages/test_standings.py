"""What a course is made of and how each thing of it stands."""

import pytest
from wagtail.models import Page

from courses.domain.languages.standings import languages_of, languages_of_many
from courses.domain.languages.things import source_language_of, things_of
from courses.enums import TranslationState as State
from courses.models import Course, Fact, LessonPage
from quizzes.models import Bank, Question
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


def made_of(course):
    return things_of([course])[course.pk]


def test_a_course_is_made_of_pages_facts_and_questions_in_the_order_of_the_way(small):
    found = made_of(small.course)
    assert [
        (thing.kind, str(thing.rows["en"]))
        for thing in found.things
        if thing.kind != "question"
    ] == [
        ("course", "Course en"),
        ("module", "Core en"),
        ("lesson", "Lesson one en"),
        ("lesson", "Lesson two en"),
        ("quiz", "Quiz en"),
        ("module", "Police en"),
        ("lesson", "Lesson beat en"),
        ("fact", "A fact en"),
    ]
    assert sum(thing.kind == "question" for thing in found.things) == 12
    assert all(set(thing.rows) == {"en", "nl"} for thing in found.things)


def test_a_thing_stands_in_the_module_that_shows_it_first(small):
    found = made_of(small.course)
    core = next(one.key for one in found.things if str(one.rows["en"]) == "Core en")
    by_kind = {thing.kind: thing.place for thing in found.things}
    assert by_kind["fact"] == by_kind["question"] == by_kind["quiz"] == core
    assert by_kind["course"] is None


def test_another_course_and_a_question_of_no_quiz_are_not_part_of_it(small, beekstad):
    make_course(beekstad, code="other")
    Bank.objects.create(course=small.course, code="unused", name="Unused")
    kinds = [str(thing.rows["en"]) for thing in made_of(small.course).things]
    assert len(kinds) == 20
    assert not [name for name in kinds if name.startswith("other")]


def test_a_course_without_pages_is_made_of_nothing(beekstad):
    course = Course.objects.create(code="new", owner=beekstad)
    assert made_of(course).things == []
    assert languages_of(course, ["nl"]).counts("nl") == {}


def test_the_source_is_english_else_the_first_language():
    assert source_language_of(["nl", "en"]) == "en"
    assert source_language_of(["nl", "fr"]) == "fr"
    assert source_language_of([]) == "en"


def test_a_course_that_is_not_in_english_has_another_source(small):
    Page.objects.get(pk=small.pages["en"].pk).unpublish()
    assert languages_of(small.course, ["nl"]).source_language == "nl"


def test_an_alias_is_no_translation(small, dutch):
    lesson = small.lesson("small-beat")
    small.lesson("small-beat", "nl").delete()
    lesson.copy_for_translation(small.pages["nl"].locale, alias=True)
    assert dutch(small)["Lesson beat en"].state == State.MISSING


def test_drafts_of_the_source_do_not_count(small, dutch):
    small.lesson("small-two").unpublish()
    assert "Lesson two en" not in dutch(small)
    found = languages_of(small.course, ["en"])
    states = {str(t.rows["en"]): found.cells[t.key, "en"].state for t in found.things}
    assert states["Lesson two en"] == State.DRAFT
    assert states["Lesson one en"] == State.SOURCE


def test_a_lesson_that_shows_another_fact_than_its_source_is_out_of_date(
    small, dutch, beekstad
):
    other = Fact.objects.get(locale__language_code="nl")
    other.pk = None
    other.key, other.translation_key = "other", "3b5b52b4-6f2b-4b6e-8a70-2f9d1f7c2c11"
    other.save()
    lesson = small.lesson("small-one", "nl")
    lesson.body[1] = ("fact", other)
    lesson.save()
    assert dutch(small)["Lesson one en"].state == State.OUT_OF_DATE
    # What only the Dutch shows is no part of the course in English.
    assert other.text not in dutch(small)


def test_a_fact_in_another_language_is_the_same_fact(small, dutch):
    lesson = small.lesson("small-one", "nl")
    lesson.body[1] = ("fact", Fact.objects.get(locale__language_code="en"))
    # Nobody can publish this; a row from before the checklist may hold it.
    LessonPage.objects.filter(pk=lesson.pk).update(body=lesson.body)
    assert dutch(small)["Lesson one en"].state == State.APPROVED


def test_the_queries_do_not_depend_on_the_size(beekstad, django_assert_num_queries):
    small = make_course(beekstad, bank_size=1, draw=1)
    large = make_course(beekstad, code="large", bank_size=30, more_lessons=30)
    languages_of(small.course, ["en", "nl"])  # Content types are remembered.
    with django_assert_num_queries(8):
        languages_of(small.course, ["en", "nl"])
    with django_assert_num_queries(8):
        languages_of(large.course, ["en", "nl"])


def test_a_page_beside_the_course_is_no_part_of_it(small):
    copy = LessonPage(title="Loose", slug="loose", minutes=1)
    Page.objects.get(depth=1).add_child(instance=copy)
    assert "Loose" not in [str(t.rows["en"]) for t in made_of(small.course).things]


def test_a_question_that_is_not_in_the_source_language_is_no_part_of_it(small):
    Question.objects.get(key="small-q3", locale__language_code="en").delete()
    names = [thing.kind for thing in made_of(small.course).things]
    assert names.count("question") == 11


def test_many_courses_are_told_apart_in_as_many_queries_as_one(
    beekstad, django_assert_num_queries
):
    courses = [make_course(beekstad, code=code).course for code in ("one", "two")]
    languages_of_many(courses, ["nl"])
    with django_assert_num_queries(8):
        found = languages_of_many(courses, ["nl"])
    assert [one.course for one in found] == courses
    assert [len(one.things) for one in found] == [20, 20]
    keys = [{thing.key for thing in one.things} for one in found]
    assert not keys[0] & keys[1]


def test_a_fact_that_was_deleted_behind_a_lesson_is_left_out(small):
    Fact.objects.all().delete()
    assert "fact" not in {thing.kind for thing in made_of(small.course).things}


def test_a_fact_without_a_text_in_the_source_language_is_left_out(small):
    lesson = small.lesson("small-one")
    lesson.body[1] = ("fact", Fact.objects.get(locale__language_code="nl"))
    # Nobody can publish this; a row from before the checklist may hold it.
    LessonPage.objects.filter(pk=lesson.pk).update(body=lesson.body)
    other = small.lesson("small-two")
    other.body[1] = ("lead", "No fact")
    other.save()
    Fact.objects.filter(locale__language_code="en").delete()
    assert "fact" not in {thing.kind for thing in made_of(small.course).things}


def test_what_repeats_a_page_of_the_source_is_no_part_of_it(small):
    alias = small.lesson("small-two").create_alias(update_slug="again")
    module = small.lesson("small-one", "nl").get_parent()
    module.add_child(
        instance=LessonPage(
            title="Nog eens",
            slug="nog-eens",
            locale=module.locale,
            translation_key=alias.translation_key,
        )
    )
    assert len(made_of(small.course).things) == 20
