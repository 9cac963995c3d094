import pytest

from courses.domain.editions.drafting import draft_edition
from courses.models import Course, Fact
from lms.errors import DomainError
from lms.publishing import NotPublishableError
from quizzes.models import Question
from tests.factories.courses import NOW, make_course
from tests.factories.facts import update


def test_a_language_with_a_missing_page_stays_out_with_the_reason(beekstad):
    small = make_course(beekstad)
    small.lesson("small-two", "nl").unpublish()
    edition = small.release()
    assert edition.languages == ["en"]


def test_an_english_fact_never_lands_in_a_dutch_lesson(beekstad):
    small = make_course(beekstad)
    english = Fact.objects.get(key="small-fact", locale__language_code="en")
    page = small.lesson("small-one", "nl")
    page.body[1] = ("fact", english)
    with pytest.raises(NotPublishableError, match="another language"):
        page.save()
    update(page, body=page.body)
    assert small.release().languages == ["en"]


def test_a_lesson_with_an_empty_block_is_not_ready_and_says_which(beekstad):
    small = make_course(beekstad)
    Fact.objects.filter(locale__language_code="en").delete()

    with pytest.raises(DomainError, match="has an empty Fact"):
        small.release()


@pytest.mark.parametrize(
    ("kinds", "change"),
    [
        (("multiple_choice",), lambda value: value["options"].pop()),
        (("timeline",), lambda value: value["events"].reverse()),
        (("dialogue",), lambda value: value["scenes"][0]["value"]["choices"].reverse()),
    ],
    ids=["options", "order", "choices"],
)
def test_a_language_whose_exercises_are_others_stays_out_with_the_reason(
    beekstad, kinds, change
):
    small = make_course(beekstad, practice=kinds)
    page = small.lesson("small-one", "nl")
    change(page.body.raw_data[-1]["value"])
    update(page, body=page.body)

    draft = draft_edition(small.course, now=NOW)

    assert draft.languages == ["en"]
    assert draft.problems["nl"][0] == (
        "The exercises of “Lesson one nl” (nl) are not those of the language it was "
        "translated from: options, pairs or scenes differ."
    )


def test_without_a_course_page_nothing_is_released(beekstad):
    course = Course.objects.create(code="bare", owner=beekstad)

    with pytest.raises(DomainError, match="Publish the course page first"):
        draft_edition(course, now=None)


def test_without_a_published_lesson_nothing_is_released(beekstad):
    small = make_course(beekstad)
    for page in small.pages["en"].get_descendants().specific():
        if not page.get_children():
            page.unpublish()

    with pytest.raises(DomainError, match="no published lesson"):
        small.release()


def test_what_misses_in_the_source_language_stops_the_release(beekstad):
    small = make_course(beekstad)
    dutch = Fact.objects.get(locale__language_code="nl")
    page = small.lesson("small-one")
    page.body[1] = ("fact", dutch)
    update(page, body=page.body)

    with pytest.raises(DomainError, match="in another language"):
        small.release()


def test_a_language_without_a_module_stays_out(beekstad):
    small = make_course(beekstad)
    small.pages["nl"].get_children().get(slug="small-police").unpublish()

    assert small.release().languages == ["en"]


def test_a_question_whose_languages_disagree_stops_the_release(beekstad):
    small = make_course(beekstad)
    dutch = Question.objects.get(key="small-q3", locale__language_code="nl")
    raw = dutch.body.raw_data
    for number, option in enumerate(raw[0]["value"]["options"]):
        option["value"]["correct"] = number == 1
    dutch.body = dutch._meta.get_field("body").to_python(list(raw))
    dutch.save()

    with pytest.raises(DomainError, match="disagree"):
        small.release()


def test_a_bank_without_a_published_question_stops_the_release(beekstad):
    small = make_course(beekstad)
    Question.objects.all().delete()

    with pytest.raises(DomainError, match="no published question"):
        small.release()
