import pytest

from courses.domain.manifest import Outline, outline_of, outlines_of
from courses.models import Course, Edition, Fact
from lms.errors import DomainError
from lms.remembered import forget
from tests.factories.courses import make_course


def outline(*languages: str) -> Outline:
    return Outline(1, 1, languages, {"course": {}, "modules": []})


def test_a_language_that_is_missing_is_english_else_the_first():
    assert outline("en", "nl").language_for("nl") == "nl"
    assert outline("nl", "en").language_for("fr") == "en"
    assert outline("nl", "de").language_for("fr") == "nl"


def test_a_module_without_activities_is_on_nobodys_way():
    empty = {"key": "1", "sectors": [], "activities": []}
    made = Outline(1, 1, ("en",), {"course": {}, "modules": [empty]})

    assert made.modules_for(["POL"]) == []


def test_outlines_are_read_in_one_query_and_then_in_none(
    small_course, django_assert_num_queries
):
    edition = small_course.course.current_edition
    other = Edition.objects.create(
        course=small_course.course,
        number=2,
        significance="minor",
        languages=["en"],
        outline=edition.outline,
        released_at=edition.released_at,
    )
    forget()

    with django_assert_num_queries(1):
        found = outlines_of([edition.pk, other.pk])
    with django_assert_num_queries(0):
        assert outlines_of([other.pk, edition.pk]) == found
    assert found[other.pk].number == 2


def test_an_unknown_edition_is_left_out_or_said(db):
    assert outlines_of([-1]) == {}
    with pytest.raises(KeyError):
        outline_of(-1)


def test_a_lesson_with_an_empty_block_is_not_ready_and_says_which(beekstad):
    small = make_course(beekstad)
    Fact.objects.filter(locale__language_code="en").delete()

    with pytest.raises(DomainError, match="has an empty Fact"):
        small.release()


def test_without_a_course_page_nothing_is_released(beekstad):
    course = Course.objects.create(code="bare", owner=beekstad)

    from courses.domain.release import draft_edition

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
    page.save()

    with pytest.raises(DomainError, match="in another language"):
        small.release()


def test_a_language_without_a_module_stays_out(beekstad):
    small = make_course(beekstad)
    small.pages["nl"].get_children().get(slug="small-police").unpublish()

    assert small.release().languages == ["en"]


def test_a_question_whose_languages_disagree_stops_the_release(beekstad):
    from quizzes.models import Question

    small = make_course(beekstad)
    dutch = Question.objects.get(key="small-q3", locale__language_code="nl")
    raw = dutch.body.raw_data
    raw[0]["value"]["options"][1]["value"]["correct"] = True
    dutch.body = dutch._meta.get_field("body").to_python(list(raw))
    dutch.save()

    with pytest.raises(DomainError, match="disagree"):
        small.release()


def test_a_bank_without_a_published_question_stops_the_release(beekstad):
    from quizzes.models import Question

    small = make_course(beekstad)
    Question.objects.all().delete()

    with pytest.raises(DomainError, match="no published question"):
        small.release()
