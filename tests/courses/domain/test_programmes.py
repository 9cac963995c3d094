from datetime import date

import pytest

from courses.domain.programmes import (
    Whole,
    lapsed_recognition,
    parts_of,
    recognitions_of,
    wholes_of,
)
from tests.factories.equivalents import bare_course
from tests.factories.programmes import make_path, make_programme, make_provider

LONG_AGO, LAST_YEAR, NEXT_YEAR = date(2020, 1, 1), date(2025, 6, 30), date(2027, 1, 1)
DAY = date(2026, 11, 21)


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def taken(beekstad, course):
    def taken(code: str, **fields):
        known = {"is_open": True, "current_edition_id": course.current_edition_id}
        return bare_course(beekstad, code, **known | fields)

    return taken


def test_a_programme_tells_its_courses_in_their_order(beekstad, course, taken):
    trainers = taken("trainers")
    course.trainer_course = trainers
    course.save()
    closed = taken(
        "closed", is_open=False, trainer_course=bare_course(beekstad, "later")
    )
    programme = make_programme(beekstad, closed, course, bare_course(beekstad, "draft"))

    first, second, third = parts_of(programme, language="en")

    assert (first.place, first.title, first.url_code) == ("Tool 1", "Course en", "")
    assert (first.trainer_title, first.trainer_code) == ("", "")
    assert (second.url_code, second.trainer_title, second.trainer_code) == (
        "small",
        "Course en",
        "trainers",
    )
    assert (second.audience, second.minutes, second.languages) == (
        "For everybody",
        18,
        ("en", "nl"),
    )
    assert (third.title, third.is_released, third.url_code) == ("draft", False, "")


def test_minutes_are_those_of_the_readers_sector(beekstad, course):
    programme = make_programme(beekstad, course)

    minutes = [
        parts_of(programme, language="en", sector=sector)[0].minutes
        for sector in (None, "POL")
    ]

    assert minutes == [18, 22]


def test_it_takes_one_query_whatever_its_size(
    beekstad, course, taken, django_assert_num_queries
):
    big = make_programme(beekstad, course, *(taken(f"c{n}") for n in range(29)))
    parts_of(big, language="en")

    with django_assert_num_queries(1):
        assert len(parts_of(big, language="en")) == 30


def test_a_course_knows_what_it_is_part_of(
    beekstad, course, taken, django_assert_num_queries
):
    make_programme(beekstad, course)
    make_programme(beekstad, course, code="draft", is_published=False)
    make_programme(beekstad, taken("other"), code="other")
    make_path(beekstad, course)
    make_path(beekstad, course, code="unfinished", is_published=False)

    with django_assert_num_queries(1):
        found = wholes_of(course, language="nl")

    assert found == [
        Whole("programme", "family", "Family"),
        Whole("path", "way", "The way"),
    ]


@pytest.fixture
def recognised(beekstad, course):
    course.provider = make_provider(
        beekstad, (LONG_AGO, LAST_YEAR), (LAST_YEAR, None), (NEXT_YEAR, None)
    )
    course.save()
    return course


def test_recognitions_are_in_force_or_past_and_never_from_the_future(recognised):
    found = recognitions_of(recognised, day=DAY)

    assert [one.authority for one in found["force"]] == ["Authority B"]
    assert [one.authority for one in found["past"]] == ["Authority A"]
    # Both days count.
    found = recognitions_of(recognised, day=LAST_YEAR)
    assert sorted(str(one) for one in found["force"]) == [
        "Authority A A-1",
        "Authority B B-1",
    ]


def test_without_a_provider_there_are_none(course):
    assert recognitions_of(course, day=DAY) == {"force": [], "past": []}
    assert lapsed_recognition(course, day=DAY) is None


def test_a_recognition_has_lapsed_when_none_took_its_place(beekstad, recognised, taken):
    assert lapsed_recognition(recognised, day=DAY) is None

    lapsed = taken(
        "lapsed",
        provider=make_provider(
            beekstad, (LONG_AGO, date(2021, 1, 1)), (LONG_AGO, LAST_YEAR), name="Other"
        ),
    )
    assert lapsed_recognition(lapsed, day=DAY).authority == "Authority B"
