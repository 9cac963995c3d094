"""A course made from another."""

import uuid

import pytest
from django.db import transaction
from wagtail.models import Page

from courses.domain.duplication import Copying, new_course, steps_of
from courses.enums import Audience
from courses.models import Course, CoursePage, LessonPage
from lms.publishing import NotPublishableError
from organisations.enums import Role
from quizzes.models import Bank, Question, QuizPage
from tests.factories.courses import make_course
from tests.factories.facts import refused, writer


@pytest.fixture
def small(beekstad):
    return make_course(beekstad, bank_size=3)


@pytest.fixture
def owner(small, beekstad, now):
    return writer(beekstad, Role.PROGRAMME_OWNER, now=now)


def duplicate(small, owner, *, code="twin", keep_live=False) -> Course:
    """All steps at once."""
    with transaction.atomic():
        target = new_course(small.course, code=code, owner=small.course.owner)
        copying = Copying(small.course, target, owner, keep_live)
        for step in steps_of(copying, title="A twin"):
            step()
    return target


def pages_of(course: Course, language: str) -> list[Page]:
    face = CoursePage.objects.get(
        translation_key=course.page_key, locale__language_code=language
    )
    return [
        page.specific for page in face.get_descendants(inclusive=True).order_by("path")
    ]


def shape(course: Course, language: str) -> list[tuple]:
    return [(type(page), page.depth, page.slug) for page in pages_of(course, language)]


def test_every_page_is_copied_in_every_language_in_its_place(small, owner):
    twin = duplicate(small, owner)

    for language in ("en", "nl"):
        assert shape(twin, language)[1:] == shape(small.course, language)[1:]
    police = pages_of(twin, "nl")[-2]
    assert [sector.pk for sector in police.sectors.all()] == ["POL"]
    lesson = pages_of(twin, "en")[2]
    original = pages_of(small.course, "en")[2]
    assert lesson.body.raw_data[:] == original.body.raw_data[:]


def test_languages_of_the_copy_belong_together_and_to_it_alone(small, owner):
    twin = duplicate(small, owner)

    english, dutch = (
        [page.translation_key for page in pages_of(twin, code)] for code in ("en", "nl")
    )
    assert english == dutch
    assert english[0] == twin.page_key
    old = {page.translation_key for page in pages_of(small.course, "en")}
    assert not old & set(english)


def test_the_title_is_for_the_first_language_and_the_others_say_it_is_a_copy(
    small, owner
):
    twin = duplicate(small, owner)

    assert [pages_of(twin, code)[0].title for code in ("en", "nl")] == [
        "A twin",
        "Course nl (kopie)",
    ]
    draft = pages_of(twin, "en")[0].get_latest_revision_as_object()
    assert (draft.title, draft.slug) == ("A twin", "twin")


def test_a_copy_is_a_draft_that_nobody_can_take(small, owner):
    small.release()
    twin = duplicate(small, owner)

    assert {page.live for page in pages_of(twin, "en")} == {False}
    assert (twin.current_edition, twin.is_open, twin.is_practice) == (
        None,
        False,
        False,
    )
    assert not Question.objects.filter(bank__course=twin, live=True).exists()


def test_what_is_published_stays_so_when_asked_for_and_can_be_released(
    small, owner, now
):
    twin = duplicate(small, owner, keep_live=True)

    assert {page.live for page in pages_of(twin, "nl")} == {True}
    small.course = twin
    edition = small.release()
    assert edition.languages == ["en", "nl"]
    (module, _police) = edition.outline["modules"]
    assert [a["kind"] for a in module["activities"]] == ["lesson", "lesson", "quiz"]


def test_the_original_is_left_as_it_was(small, owner):
    before = (
        shape(small.course, "en"),
        [page.title for page in pages_of(small.course, "nl")],
        list(Question.objects.filter(bank__code="small-bank").values()),
    )
    duplicate(small, owner)

    assert before == (
        shape(small.course, "en"),
        [page.title for page in pages_of(small.course, "nl")],
        list(Question.objects.filter(bank__code="small-bank").values()),
    )


def test_a_draft_is_copied_as_it_stands(small, owner):
    lesson = small.lesson("small-one")
    lesson.title = "Unfinished"
    lesson.save_revision(clean=False)

    twin = duplicate(small, owner)
    copy = pages_of(twin, "en")[2]
    assert copy.get_latest_revision_as_object().title == "Unfinished"

    published = duplicate(small, owner, code="other", keep_live=True)
    assert pages_of(published, "en")[2].title == "Lesson one en"


def test_what_would_not_be_published_today_is_not_copied_as_published(small, owner):
    LessonPage.objects.filter(pk=small.lesson("small-two").pk).update(minutes=0)

    with pytest.raises(NotPublishableError):
        duplicate(small, owner, keep_live=True)
    assert Course.objects.count() == 1


def test_the_quiz_draws_from_a_bank_of_its_own(small, owner):
    twin = duplicate(small, owner)

    (bank,) = Bank.objects.filter(course=twin)
    assert (bank.code, bank.name) == ("twin-1", "Bank")
    quizzes = [page for page in pages_of(twin, "nl") if isinstance(page, QuizPage)]
    assert [quiz.bank for quiz in quizzes] == [bank]
    old = Question.objects.filter(bank__code="small-bank")
    new = Question.objects.filter(bank=bank)
    for rows in (old, new):
        keys = [q.translation_key for q in rows.order_by("key", "locale")]
        assert len(set(keys)) == 3
        assert keys[::2] == keys[1::2]
    assert [q.body.raw_data[:] for q in new.order_by("key", "locale")] == [
        q.body.raw_data[:] for q in old.order_by("key", "locale")
    ]
    assert not set(old.values_list("translation_key")) & set(
        new.values_list("translation_key")
    )


def test_questions_point_to_the_lessons_of_the_copy(small, owner):
    Question.objects.filter(key="small-q1").update(lesson_key=uuid.uuid4())
    Question.objects.filter(key="small-q2").update(lesson_key=None)
    twin = duplicate(small, owner)

    copied = pages_of(twin, "en")[2].translation_key
    held = Question.objects.filter(bank__course=twin).values_list("key", "lesson_key")
    assert set(held) == {
        ("small-q0", copied),
        ("small-q1", None),
        ("small-q2", None),
    }


def test_a_bank_gets_a_code_that_is_free(small, owner):
    Bank.objects.create(course=small.course, code="twin-1", name="Taken")
    twin = duplicate(small, owner)

    assert set(Bank.objects.filter(course=twin).values_list("code", flat=True)) == {
        "twin-2",
        "twin-3",
    }


def test_whom_a_course_is_for_and_what_comes_before_are_copied(small, owner, beekstad):
    first = Course.objects.create(code="first", owner=beekstad)
    small.course.prerequisites.add(first)
    small.course.sectors.add("POL")
    Course.objects.filter(pk=small.course.pk).update(
        audience=Audience.YOUTH, is_open=True
    )
    small.course.refresh_from_db()

    twin = duplicate(small, owner)

    assert list(twin.prerequisites.all()) == [first]
    assert [sector.pk for sector in twin.sectors.all()] == ["POL"]
    assert (twin.audience, twin.is_open) == (Audience.YOUTH, False)


def test_a_page_below_an_alias_is_left_out(small, owner):
    """An alias follows its page wherever that goes; its copy would follow nothing."""
    module = pages_of(small.course, "en")[1]
    module.create_alias(update_slug="alias", recursive=True)

    twin = duplicate(small, owner)

    copied = [page.slug for page in pages_of(twin, "en")]
    assert copied == [
        "twin",
        "small-core",
        "small-one",
        "small-two",
        "small-quiz",
        "small-police",
        "small-beat",
    ]


def test_a_page_of_its_own_below_an_alias_is_left_out_with_it(small, owner):
    module = pages_of(small.course, "en")[1]
    alias = module.create_alias(update_slug="alias", recursive=True)
    alias.get_children().filter(slug="small-one").update(alias_of=None)

    twin = duplicate(small, owner)

    assert [page.slug for page in pages_of(twin, "en")].count("small-one") == 1
    assert len(pages_of(twin, "en")) == 7


def test_a_code_that_is_taken_is_refused(small, owner):
    Course.objects.create(code="twin", owner=small.course.owner)
    refused("code_taken", duplicate, small, owner)
    assert Course.objects.count() == 2


def test_a_course_without_pages_has_nothing_to_copy(small, owner, beekstad):
    small.course = Course.objects.create(code="bare", owner=beekstad)
    refused("no_pages", duplicate, small, owner)
