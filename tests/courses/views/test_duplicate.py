"""Duplicating a course, and practice courses, in the content admin."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses.domain.practice import make_practice_course, practice_course_of
from courses.models import Course, CoursePage, LessonPage
from organisations.enums import Role
from tests.factories.courses import make_course
from tests.factories.facts import writer

PRACTICE = reverse("practice_courses")


@pytest.fixture
def owner(small_course, beekstad):
    return writer(beekstad, Role.PROGRAMME_OWNER, now=timezone.now())


@pytest.fixture
def author(small_course, beekstad):
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def stranger(small_course, valmont):
    return writer(valmont, Role.PROGRAMME_OWNER, now=timezone.now())


@pytest.fixture
def address(small_course):
    return reverse("course_duplicate", args=[small_course.course.pk])


def page_of(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def face_of(course) -> CoursePage:
    return CoursePage.objects.get(
        translation_key=course.page_key, locale__language_code="en"
    )


# --- Duplicating ----------------------------------------------------------------------


def test_a_programme_owner_makes_a_copy_and_comes_to_its_pages(
    sign_in, owner, address, beekstad
):
    browser = sign_in(owner)
    form = page_of(browser.get(address)).select_one("form[method=post]")
    assert form.select_one("[name=title]")["value"] == "Course en"

    response = browser.post(
        address, {"title": "Twin", "code": "twin", "owner": beekstad.pk}
    )

    twin = Course.objects.get(code="twin")
    face = face_of(twin)
    assert response["Location"] == reverse("wagtailadmin_explore", args=[face.pk])
    assert (face.title, face.live, twin.owner) == ("Twin", False, beekstad)
    assert "“twin” is made." in browser.get(response["Location"]).text


def test_the_copy_is_published_when_asked_for(sign_in, owner, address, beekstad):
    sign_in(owner).post(
        address,
        {"title": "Twin", "code": "twin", "owner": beekstad.pk, "keep_live": "on"},
    )
    assert face_of(Course.objects.get(code="twin")).live


def test_a_code_that_is_taken_is_told_beside_it(sign_in, owner, address, beekstad):
    response = sign_in(owner).post(
        address, {"title": "Twin", "code": "small", "owner": beekstad.pk}
    )
    assert response.context["form"].errors["code"] == [
        "Another course has this code already. Choose a different one."
    ]


def test_what_is_not_ready_is_told_and_nothing_is_made(
    sign_in, owner, address, beekstad, small_course
):
    LessonPage.objects.filter(pk=small_course.lesson("small-two").pk).update(minutes=0)

    response = sign_in(owner).post(
        address,
        {"title": "Twin", "code": "twin", "owner": beekstad.pk, "keep_live": "on"},
    )
    assert response.context["form"].errors["keep_live"] == [
        "“Lesson two en”: Minutes: Say how many minutes it takes."
    ]
    assert not Course.objects.filter(code="twin").exists()


def test_nobody_gives_a_copy_to_an_organisation_of_others(
    sign_in, owner, address, valmont
):
    response = sign_in(owner).post(
        address, {"title": "Twin", "code": "twin", "owner": valmont.pk}
    )
    assert "owner" in response.context["form"].errors
    assert not Course.objects.filter(code="twin").exists()


def test_a_course_without_a_page_says_that_there_is_nothing_to_copy(
    sign_in, owner, beekstad
):
    bare = Course.objects.create(code="bare", owner=beekstad)
    page = page_of(sign_in(owner).get(reverse("course_duplicate", args=[bare.pk])))
    assert "there is nothing to copy" in page.text
    assert page.select_one("form[method=post] [name=code]") is None


def test_it_is_offered_beside_a_course_to_who_may(sign_in, owner, author, address):
    courses = reverse("courses_course:index")

    assert page_of(sign_in(owner).get(courses)).find("a", href=address)
    assert not page_of(sign_in(author).get(courses)).find("a", href=address)


@pytest.mark.parametrize("who", ["author", "stranger", "alice", "bob"])
def test_others_do_not_find_it(who, request, sign_in, address, owner):
    browser = sign_in(request.getfixturevalue(who))
    assert browser.get(address).status_code == 404
    assert browser.post(address, {"code": "twin"}).status_code == 404


def test_an_administrator_may_give_a_copy_to_anybody(
    sign_in, admin_user, address, valmont
):
    sign_in(admin_user).post(
        address, {"title": "Twin", "code": "twin", "owner": valmont.pk}
    )
    assert Course.objects.get(code="twin").owner == valmont


# --- Practising -----------------------------------------------------------------------


@pytest.fixture
def showcase(valmont):
    return make_course(valmont, code="showcase", bank_size=1)


def test_an_author_makes_a_practice_course(sign_in, author, beekstad, showcase):
    browser = sign_in(author)
    page = page_of(browser.get(PRACTICE))
    assert "No practice course yet." in page.text

    start = reverse("practice_start", args=[beekstad.pk])
    response = browser.post(start)

    course = practice_course_of(beekstad)
    assert response["Location"] == reverse(
        "wagtailadmin_explore", args=[face_of(course).pk]
    )
    assert course.code in browser.get(PRACTICE).text


def test_what_is_missing_is_told(sign_in, author, beekstad):
    start = reverse("practice_start", args=[beekstad.pk])
    response = sign_in(author).post(start, follow=True)
    assert "is not loaded here" in response.text


def test_an_administrator_sees_every_owner_of_courses(
    sign_in, admin_user, small_course, beekstad
):
    page = page_of(sign_in(admin_user).get(PRACTICE))
    assert [cell.p.text for cell in page.select("td.title")] == ["Beekstad"]


@pytest.mark.parametrize("who", ["stranger", "alice", "bob"])
def test_nobody_makes_one_for_an_organisation_of_others(
    who, request, sign_in, beekstad, showcase
):
    start = reverse("practice_start", args=[beekstad.pk])
    assert sign_in(request.getfixturevalue(who)).post(start).status_code == 404


def test_it_is_not_offered_to_those_who_ask_courses_of_their_people(
    sign_in, author, alice, beekstad, showcase
):
    showcase.course = make_practice_course(beekstad, actor=author, now=timezone.now())
    showcase.release()

    asked = sign_in(alice).get(reverse("tracking:requirements", args=["beekstad"]))
    assert "Practice course of" not in asked.text
