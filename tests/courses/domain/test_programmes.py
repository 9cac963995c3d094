from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.domain.programmes import (
    Whole,
    lapsed_recognition,
    parts_of,
    recognitions_of,
    wholes_of,
)
from tests.factories import tracking as factories
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

    first, second, third = parts_of(programme, AnonymousUser(), language="en")

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


def test_a_course_that_is_not_here_is_told_as_the_programme_tells_it(beekstad, course):
    trainers = bare_course(beekstad, "trainers")
    tool = bare_course(beekstad, "tool", trainer_course=trainers)
    tool.provider = make_provider(beekstad)
    tool.save()
    programme = make_programme(beekstad, tool, trainers, course)
    told = {"titles": {"en": "A tool"}, "summaries": {"en": "Ten times two hours."}}
    programme.parts.filter(course__in=(tool, course)).update(
        **told, source="A report, 2018"
    )
    programme.parts.filter(course=trainers).update(titles={"en": "For trainers"})

    first, second, third = parts_of(programme, AnonymousUser(), language="en")

    assert (first.title, first.summary, first.source, first.given_by) == (
        "A tool",
        "Ten times two hours.",
        "A report, 2018",
        "The school",
    )
    assert (first.trainer_title, first.trainer_code) == ("For trainers", "")
    assert (second.title, second.source, second.given_by) == ("For trainers", "", "")
    # What is released speaks for itself.
    assert (third.title, third.summary, third.source) == ("Course en", "Short", "")


def test_minutes_are_those_of_the_readers_sector(beekstad, course, bob):
    programme = make_programme(beekstad, course)

    minutes = [
        parts_of(programme, user, language="en")[0].minutes
        for user in (AnonymousUser(), bob)
    ]

    assert minutes == [18, 22]


def test_a_closed_course_says_what_keeps_one_out(beekstad, taken, bob, charlie):
    programme = make_programme(
        beekstad,
        taken("asked", is_open=False),
        taken("begun", is_open=False),
        taken("practice", is_open=False, is_practice=True),
        bare_course(beekstad, "draft", is_open=True),
        taken("open"),
    )
    asked, begun = (part.course for part in programme.parts.all()[:2])
    factories.make_requirement(beekstad, asked)
    factories.make_enrolment(charlie, begun, DAY)

    def told(user) -> list[tuple[str, str]]:
        parts = parts_of(programme, user, language="en")
        return [(part.access, part.url_code) for part in parts]

    nobody = [("invitation", "")] * 2
    others = [("practice", ""), ("unreleased", ""), ("open", "open")]
    assert told(AnonymousUser()) == nobody + others
    assert told(bob) == [("admitted", "asked"), nobody[0], *others]
    assert told(charlie) == [nobody[0], ("admitted", "begun"), *others]


def test_the_course_for_trainers_is_followed_by_those_who_may_see_it(
    beekstad, course, taken, bob, charlie
):
    trainers = taken("trainers", is_open=False)
    course.trainer_course = trainers
    course.save()
    programme = make_programme(beekstad, course)
    factories.make_requirement(beekstad, trainers)

    codes = [
        parts_of(programme, user, language="en")[0].trainer_code
        for user in (bob, charlie, AnonymousUser())
    ]
    assert codes == ["trainers", "", ""]


def test_closed_courses_of_a_programme_cost_as_much_as_one(beekstad, taken, bob):
    def queries(code: str, count: int) -> int:
        closed = [taken(f"{code}-{n}", is_open=False) for n in range(count)]
        programme = make_programme(beekstad, *closed, code=code)
        parts_of(programme, bob, language="en")
        with CaptureQueriesContext(connection) as captured:
            parts_of(programme, bob, language="en")
        return len(captured)

    assert queries("one", 1) == queries("many", 30)


def test_it_takes_one_query_whatever_its_size(
    beekstad, course, taken, django_assert_num_queries
):
    big = make_programme(beekstad, course, *(taken(f"c{n}") for n in range(29)))
    parts_of(big, AnonymousUser(), language="en")

    with django_assert_num_queries(1):
        assert len(parts_of(big, AnonymousUser(), language="en")) == 30


def test_a_course_knows_what_it_is_part_of(
    beekstad, course, taken, django_assert_num_queries
):
    make_programme(beekstad, course)
    make_programme(beekstad, course, code="draft", is_published=False)
    make_programme(beekstad, taken("other"), code="other")
    make_path(beekstad, course)
    make_path(beekstad, course, code="unfinished", is_published=False)

    moment = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    with django_assert_num_queries(1):
        found = wholes_of(course, language="nl", now=moment)
        wholes_of(course, language="fr", now=moment + timedelta(seconds=59))

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
