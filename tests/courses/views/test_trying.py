"""Trying a course as a learner of some sector, language and organisation."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import (
    ActivityProgress,
    CoursePage,
    Enrolment,
    LessonPage,
    LocalLesson,
)
from lms.remembered import forget
from organisations.enums import Role
from quizzes.models import Attempt
from tests.courses.views.test_player import outline_of
from tests.factories.contacts import make_contact
from tests.factories.courses import check_id, make_course
from tests.factories.exercises import stable
from tests.factories.facts import writer
from tests.factories.overlays import add, make_local, trainer_of

TRY = reverse("courses:try", args=["small"])


@pytest.fixture
def author(beekstad):
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def seat(sign_in, author):
    return sign_in(author)


@pytest.fixture
def lesson_at(small_course):
    def address(slug="small-one", *more, **query):
        name = "try_check" if more else "try_lesson"
        args = ["small", small_course.key(slug), *more]
        return reverse(f"courses:{name}", args=args, query=query or None)

    return address


def titles(page):
    return [title for title, _done, _here in outline_of(page)]


def draft(small, slug="small-one", language="en", **values):
    page = small.lesson(slug, language)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision()


def test_the_draft_is_shown_and_the_released_edition_when_asked(
    seat, small_course, lesson_at
):
    draft(small_course, title="Tomorrow", body=[("lead", "New words")])

    page = seat.get(lesson_at())
    assert "New words" in page.text
    assert "You are trying this course." in page.text
    assert "Tomorrow" in titles(page)
    page = seat.get(lesson_at(edition="released"))
    assert "Lead one en" in page.text
    assert "Tomorrow" not in page.text


def test_a_sector_sees_its_own_modules(seat, lesson_at):
    assert titles(seat.get(TRY)) == ["Lesson one en", "Lesson two en", "Quiz en"]
    page = seat.get(TRY, {"sector": "POL"})
    assert titles(page)[-1] == "Lesson beat en"
    assert seat.get(lesson_at("small-beat")).status_code == 404
    assert seat.get(lesson_at("small-beat", sector="POL")).status_code == 200


def test_another_language_is_shown_whole(seat, lesson_at):
    page = seat.get(lesson_at(language="nl"))

    assert "Lead one nl" in page.text
    assert '<html lang="nl"' in page.text
    assert "Lesson two nl" in titles(page)


def test_a_language_that_is_missing_falls_back(seat, lesson_at):
    page = seat.get(lesson_at(language="fr"))

    assert "Lead one en" in page.text


def test_contacts_are_those_of_the_place_that_is_chosen(
    seat, small_course, valmont, beekstad, lesson_at
):
    make_contact(valmont, "of-valmont")
    make_contact(beekstad, "of-beekstad")
    block = {"introduction": "", "kinds": []}
    draft(small_course, body=[("local_contacts", block), ("lead", "Words")])

    assert "of-valmont en" in seat.get(lesson_at(organisation=valmont.pk)).text
    page = seat.get(lesson_at(organisation=beekstad.pk))
    assert "of-beekstad en" in page.text
    assert "of-valmont en" not in page.text
    assert "Say in your profile" in seat.get(lesson_at()).text


def test_what_a_municipality_adds_is_shown_to_its_own_people_alone(
    sign_in, seat, small_course, valmont, lesson_at, django_user_model
):
    add(small_course, valmont, make_local(valmont))
    theirs = sign_in(trainer_of(valmont, now=timezone.now()))
    chosen = {"organisation": valmont.pk, "edition": "released"}

    assert "local valmont nl" in titles(theirs.get(TRY, chosen))[1]
    assert "local valmont" not in seat.get(TRY, chosen).text
    boss = sign_in(django_user_model.objects.create_superuser("boss@relay.example"))
    assert "local valmont nl" in titles(boss.get(TRY, chosen))[1]
    local = LocalLesson.objects.get()
    address = reverse(
        "courses:try_lesson", args=["small", local.translation_key], query=chosen
    )
    assert "Words of local nl" in theirs.get(address).text
    assert seat.get(address).status_code == 404


def test_a_self_check_answers_and_keeps_nothing(seat, lesson_at):
    address = lesson_at("small-one", check_id("small-one"), language="en")
    page = seat.post(address, {"choice": stable("small-one-check-a")})

    assert "That is it." in page.text
    fragment = seat.post(
        address,
        {"choice": stable("small-one-check-b")},
        headers={"X-Relay-Fragment": "1"},
    )
    assert "Not quite" in fragment.text
    assert seat.get(address)["Location"] == lesson_at(language="en")
    other = lesson_at("small-one", "none")
    assert seat.post(other).status_code == 404


def test_a_quiz_is_read_through(seat, lesson_at):
    page = seat.get(lesson_at("small-quiz"))

    assert page.text.count("Question small-q") == 12
    assert seat.post(lesson_at("small-quiz", "any")).status_code == 404


def test_nothing_is_written(seat, lesson_at):
    for slug in ("small-one", "small-quiz", "small-two"):
        seat.get(lesson_at(slug))
    seat.get(TRY)

    for model in (Enrolment, ActivityProgress, Attempt):
        assert not model.objects.exists()


def test_a_draft_that_cannot_be_shown_says_why(seat, small_course, lesson_at):
    page = small_course.lesson("small-one")
    dutch = small_course.lesson("small-one", "nl")
    page.body = LessonPage._meta.get_field("body").to_python(
        [b for b in dutch.body.raw_data if b["type"] == "fact"]
    )
    page.save_revision(clean=False)

    shown = seat.get(lesson_at())

    assert shown.status_code == 200
    assert "in another language" in shown.text
    checked = seat.post(lesson_at("small-one", check_id("small-one")))
    assert checked.status_code == 404


def test_a_course_without_a_page_or_an_edition_says_so(
    sign_in, beekstad, seat, small_course
):
    other = make_course(beekstad, code="other", bank_size=1)
    address = reverse("courses:try", args=["other"])
    page = seat.get(address, {"edition": "released"})
    assert "has not been released yet" in page.text
    key = other.key("other-one")
    one = reverse(
        "courses:try_lesson", args=["other", key], query={"edition": "released"}
    )
    assert seat.get(one).status_code == 404
    CoursePage.objects.filter(translation_key=other.course.page_key).update(
        translation_key="00000000-0000-4000-8000-000000000000"
    )
    forget()
    assert "has no page yet" in seat.get(address).text


@pytest.mark.parametrize("role", [Role.LEARNER, Role.COORDINATOR, Role.AUDITOR])
def test_nobody_else_can(sign_in, beekstad, small_course, lesson_at, role):
    somebody = sign_in(writer(beekstad, role, now=timezone.now()))

    assert somebody.get(TRY).status_code == 404
    assert somebody.get(lesson_at()).status_code == 404
    assert somebody.post(lesson_at("small-one", "any")).status_code == 404


def test_authors_of_other_bodies_cannot(sign_in, valmont, small_course, lesson_at):
    somebody = sign_in(writer(valmont, Role.AUTHOR, now=timezone.now()))

    assert somebody.get(TRY).status_code == 404
    assert somebody.get(lesson_at()).status_code == 404


def test_an_administrator_can_and_a_stranger_is_asked_to_sign_in(
    client, sign_in, django_user_model, small_course
):
    boss = django_user_model.objects.create_superuser("boss@relay.example")

    assert sign_in(boss).get(TRY).status_code == 200
    assert client.get(TRY).status_code == 302


def test_the_editor_leads_there(client, author, small_course, lesson_at):
    client.force_login(author)
    lesson = small_course.lesson("small-one")

    page = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))

    assert lesson_at(language="en") in page.text
    assert TRY in client.get(reverse("courses_course:index")).text
