import pytest

from courses.domain.manifest import Outline, outline_of, outlines_of
from courses.models import Edition
from lms.remembered import forget


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
