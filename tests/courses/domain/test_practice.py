"""A course in which everything may be broken."""

import pytest

from courses.domain.enrolment import enrol, may_see
from courses.domain.practice import make_practice_course, practice_course_of
from courses.models import Course, CoursePage, LessonPage
from lms.models import AuditEntry
from organisations.enums import Role
from quizzes.models import Bank
from tests.factories.courses import make_course
from tests.factories.facts import refused, writer


@pytest.fixture
def source(valmont):
    """The starter course; it belongs to somebody else."""
    return make_course(valmont, code="showcase", bank_size=2)


@pytest.fixture
def author(beekstad, now):
    return writer(beekstad, Role.AUTHOR, now=now)


def make(beekstad, author, now) -> Course:
    return make_practice_course(beekstad, actor=author, now=now)


def test_it_is_a_published_copy_that_belongs_to_the_organisation(
    source, beekstad, author, now
):
    course = make(beekstad, author, now)

    assert (course.owner, course.is_practice, course.is_open) == (beekstad, True, False)
    assert course.code == "practice-beekstad-1"
    face = CoursePage.objects.get(
        translation_key=course.page_key, locale__language_code="en"
    )
    assert face.title == "Practice course of Beekstad"
    assert face.live
    assert practice_course_of(beekstad) == course
    entry = AuditEntry.objects.get(action="courses.practice_made")
    assert (entry.actor, entry.data) == (author, {"cleared": None})


def test_starting_afresh_clears_the_former_pages_away(source, beekstad, author, now):
    first = make(beekstad, author, now)
    lesson = LessonPage.objects.descendant_of(
        CoursePage.objects.filter(translation_key=first.page_key).first()
    ).first()
    lesson.title = "Broken"
    lesson.save()

    second = make(beekstad, author, now)

    assert practice_course_of(beekstad) == second
    assert second.code == "practice-beekstad-2"
    assert not CoursePage.objects.filter(translation_key=first.page_key).exists()
    assert not LessonPage.objects.filter(title="Broken").exists()
    # What it was made from is untouched.
    assert LessonPage.objects.filter(slug="showcase-one").count() == 4


def test_an_edition_that_was_released_of_it_stays_readable(
    source, beekstad, author, now
):
    first = make(beekstad, author, now)
    source.course = first
    edition = source.release()

    make(beekstad, author, now)

    edition.refresh_from_db()
    assert edition.course == first
    assert Bank.objects.filter(course=first).exists()


def test_only_authors_of_the_owner_can_take_it(
    source, beekstad, author, alice, bob, charlie, now
):
    course = make(beekstad, author, now)
    source.course = course
    source.release()

    assert may_see(author, course)
    assert enrol(author, course, now=now).course == course
    for other in (alice, bob, charlie):
        assert not may_see(other, course)
        refused("", enrol, other, course, now=now)


def test_without_the_starter_course_there_is_nothing_to_make_it_from(
    beekstad, author, now
):
    refused("no_source", make, beekstad, author, now)
    assert practice_course_of(beekstad) is None
