"""A course in which everything may be broken."""

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Page

from courses.domain.duplicating import ask_for_practice_course, carry_out, give_up
from courses.domain.enrolment import enrol, may_see
from courses.domain.languages.standings import languages_of
from courses.domain.practice import newest_of, practice_course_of, practice_courses_of
from courses.domain.reviewing.releases import check_reviewed
from courses.enums import DuplicationState
from courses.models import Course, CoursePage, Duplication, LessonPage
from courses.tasks import copy_course
from lms.errors import DomainError
from lms.models import AuditEntry
from lms.publishing import NotPublishableError
from organisations.enums import Role
from quizzes.models import Bank, Question
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
    made = ask_for_practice_course(beekstad, actor=author, now=now)
    made.refresh_from_db()
    assert made.state == DuplicationState.DONE
    return made.target


@pytest.fixture
def waiting(monkeypatch):
    """Nobody works at it yet."""
    monkeypatch.setattr(copy_course.__class__, "enqueue", lambda *_args, **_more: None)


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


def test_the_former_stays_until_the_fresh_one_is_there(
    source, beekstad, author, now, waiting
):
    first = ask_for_practice_course(beekstad, actor=author, now=now)
    assert practice_course_of(beekstad) is None
    carry_out(first.pk, clock=lambda: now)
    assert practice_course_of(beekstad) == first.target

    second = ask_for_practice_course(beekstad, actor=author, now=now)
    assert second.target.code == "practice-beekstad-2"
    assert practice_course_of(beekstad) == first.target
    carry_out(second.pk, clock=lambda: now)

    assert practice_course_of(beekstad) == second.target
    entry = AuditEntry.objects.filter(action="courses.practice_made").latest("pk")
    assert entry.data == {"cleared": "practice-beekstad-1"}


def test_who_asks_while_it_is_made_joins(source, beekstad, author, now, waiting):
    first = ask_for_practice_course(beekstad, actor=author, now=now)

    assert ask_for_practice_course(beekstad, actor=author, now=now) == first
    assert Course.objects.filter(is_practice=True).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Duplication.objects.create(
            source=first.source,
            target=Course.objects.create(code="second", owner=beekstad),
            practice_for=beekstad,
            asked_at=now,
            heard_at=now,
        )


def test_one_that_cannot_be_made_leaves_the_former(
    source, beekstad, author, now, waiting, monkeypatch
):
    first = ask_for_practice_course(beekstad, actor=author, now=now)
    carry_out(first.pk, clock=lambda: now)
    second = ask_for_practice_course(beekstad, actor=author, now=now)

    give_up(second.pk, now=now)

    assert practice_course_of(beekstad) == first.target
    assert newest_of([beekstad])[beekstad.pk] == second
    assert not Course.objects.filter(code="practice-beekstad-2").exists()
    # Its code is free again.
    again = ask_for_practice_course(beekstad, actor=author, now=now)
    assert again.target.code == "practice-beekstad-2"


def test_what_would_not_be_published_today_is_told_and_nothing_is_kept(
    source, beekstad, author, now
):
    """Trying again would not help, so nobody does."""
    lesson = source.lesson("showcase-two")
    LessonPage.objects.filter(pk=lesson.pk).update(minutes=0)

    made = ask_for_practice_course(beekstad, actor=author, now=now)

    made.refresh_from_db()
    assert made.state == DuplicationState.REFUSED
    assert made.refusal.startswith("“Lesson two en”: ")
    assert "Say how many minutes it takes." in made.refusal
    assert not Course.objects.filter(is_practice=True).exists()


def test_practice_courses_of_many_are_read_in_one_query(
    source, beekstad, valmont, author, now, django_assert_num_queries
):
    courses = {one.pk: make(one, author, now) for one in (beekstad, valmont)}

    with django_assert_num_queries(1):
        assert practice_courses_of([beekstad, valmont]) == courses
    assert practice_courses_of([valmont]) == {valmont.pk: courses[valmont.pk]}


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
        with pytest.raises(DomainError, match="for the authors of its owner"):
            enrol(other, course, now=now)


def test_without_the_starter_course_there_is_nothing_to_make_it_from(
    beekstad, author, now
):
    refused("no_source", make, beekstad, author, now)
    assert practice_course_of(beekstad) is None


def test_in_a_course_to_practise_in_nobody_else_has_to_read_anything(
    beekstad, valmont, now
):
    """Made from starter texts that were edited and reviewed as any other."""
    source = make_course(valmont, code="showcase", bank_size=2)
    for page in Page.objects.filter(depth__gt=2).specific():
        revision = page.save_revision(clean=False)
        Page.objects.filter(pk=page.pk).update(live_revision=revision)
    for question in Question.objects.all():
        question.save_revision(clean=False)
    original = source.lesson("showcase-one").pk
    author = writer(beekstad, Role.PROGRAMME_OWNER, now=now)

    course = make(beekstad, author, now)

    face = CoursePage.objects.get(
        translation_key=course.page_key, locale__language_code="en"
    )
    lesson = LessonPage.objects.descendant_of(face).first()
    lesson.title = "Tried out"
    lesson.save_revision(user=author).publish(user=author)
    assert LessonPage.objects.get(pk=lesson.pk).title == "Tried out"
    assert face.get_descendants().live().count() == 6
    question = Question.objects.filter(
        bank__course=course, locale__language_code="en"
    ).first()
    question.topic = "tried"
    question.save_revision(user=author).publish(user=author)
    assert check_reviewed(languages_of(course, ["en"])) is None
    # What it was made from is behind the gate as before.
    theirs = LessonPage.objects.get(pk=original)
    theirs.title = "Tried out"
    with pytest.raises(NotPublishableError):
        theirs.save_revision().publish()
