"""Duplicating a course, and practice courses, in the content admin."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.domain.duplicating import ask_for_practice_course
from courses.domain.enrolment import enrol
from courses.domain.practice import practice_course_of
from courses.models import Course, CoursePage, Duplication, LessonPage
from organisations.enums import Role
from tests.factories.courses import make_course
from tests.factories.facts import writer
from tests.factories.organisations import OrganisationFactory

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


@pytest.fixture
def copies(small_course):
    return reverse("course_copies", args=[small_course.course.pk])


@pytest.fixture
def progress(small_course):
    return reverse("course_copies_progress", args=[small_course.course.pk])


def test_the_page_says_what_a_copy_takes_along_and_what_not(sign_in, owner, address):
    text = page_of(sign_in(owner).get(address)).text
    assert "the reasons that reviewers wrote for wordings" in text
    assert "a copy starts as a draft and is reviewed anew" in text


def test_while_a_copy_is_made_the_page_says_how_far_it_is(
    sign_in, owner, small_course, copies, progress, beekstad
):
    """With a script, and without one by loading the page again."""
    browser = sign_in(owner)
    assert "Nobody has copied this course yet." in page_of(browser.get(copies)).text
    assert browser.get(progress).json()["isUnderWay"] is False
    Duplication.objects.create(
        source=small_course.course,
        target=Course.objects.create(code="twin", owner=beekstad),
        code="twin",
        title="Twin",
        asked_at=timezone.now(),
        heard_at=timezone.now(),
        asked_by=owner,
        language="en",
        done=12,
        total=46,
    )

    shown = page_of(browser.get(copies))

    bar = shown.find("progress")
    assert (bar["value"], bar["max"]) == ("12", "46")
    assert shown.find(attrs={"data-progress": progress})
    assert "12 of 46 steps done" in shown.text
    assert shown.find("a", href="").text == "Look again"
    assert browser.get(progress).json() == {
        "isUnderWay": True,
        "done": 12,
        "total": 46,
        "words": "12 of 46 steps done",
    }


@pytest.mark.parametrize("who", ["author", "stranger", "alice", "bob"])
def test_others_do_not_see_the_copies(who, request, sign_in, copies, progress, owner):
    browser = sign_in(request.getfixturevalue(who))
    assert browser.get(copies).status_code == 404
    assert browser.get(progress).status_code == 404


def test_the_list_of_copies_asks_as_many_queries_for_ten_as_for_one(
    sign_in, owner, small_course, copies, beekstad, django_assert_num_queries
):
    def make(number):
        Duplication.objects.create(
            source=small_course.course,
            target=Course.objects.create(code=f"twin-{number}", owner=beekstad),
            code=f"twin-{number}",
            title="Twin",
            state="done",
            asked_at=timezone.now(),
            heard_at=timezone.now(),
            asked_by=owner,
            language="en",
        )

    browser = sign_in(owner)
    make(0)
    browser.get(copies)
    with CaptureQueriesContext(connection) as one:
        browser.get(copies)
    for number in range(1, 10):
        make(number)
    with django_assert_num_queries(len(one)):
        assert len(page_of(browser.get(copies)).select("section h2")) == 10


def test_a_programme_owner_makes_a_copy_and_comes_to_its_pages(
    sign_in, owner, address, beekstad, copies
):
    browser = sign_in(owner)
    form = page_of(browser.get(address)).select_one("form[method=post]")
    assert form.select_one("[name=title]")["value"] == "Course en"

    response = browser.post(
        address, {"title": "Twin", "code": "twin", "owner": beekstad.pk}
    )

    twin = Course.objects.get(code="twin")
    face = face_of(twin)
    assert response["Location"] == copies
    assert (face.title, face.live, twin.owner) == ("Twin", False, beekstad)
    shown = page_of(browser.get(copies))
    assert "Twin (twin)" in shown.text
    assert shown.find("a", href=reverse("wagtailadmin_explore", args=[face.pk]))
    assert not shown.select("[data-progress]")


def test_a_code_that_is_taken_is_told_beside_it(sign_in, owner, address, beekstad):
    response = sign_in(owner).post(
        address, {"title": "Twin", "code": "small", "owner": beekstad.pk}
    )
    assert response.context["form"].errors["code"] == [
        "Another course has this code already. Choose a different one."
    ]


def test_why_there_is_no_copy_is_told(sign_in, owner, copies, small_course):
    Duplication.objects.create(
        source=small_course.course,
        code="twin",
        title="Twin",
        state="refused",
        refusal="It broke off several times.",
        asked_at=timezone.now(),
        heard_at=timezone.now(),
        language="en",
    )

    shown = page_of(sign_in(owner).get(copies))

    assert "Nothing was copied:" in shown.text
    assert "It broke off several times." in shown.text


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


def practised(organisation, author) -> Course:
    ask_for_practice_course(organisation, actor=author, now=timezone.now())
    return practice_course_of(organisation)


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
    assert response["Location"] == PRACTICE
    link = page_of(browser.get(PRACTICE)).find("a", string=course.code)
    assert link["href"] == reverse("wagtailadmin_explore", args=[face_of(course).pk])


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
    showcase.course = practised(beekstad, author)
    showcase.release()

    asked = sign_in(alice).get(reverse("tracking:requirements", args=["beekstad"]))
    assert "Practice course of" not in asked.text


@pytest.fixture
def former(author, beekstad, showcase):
    return practised(beekstad, author)


@pytest.fixture
def start(beekstad):
    return reverse("practice_start", args=[beekstad.pk])


def test_clearing_a_practice_course_away_is_asked_with_what_goes(
    sign_in, author, former, start, beekstad
):
    browser = sign_in(author)
    lesson = LessonPage.objects.descendant_of(face_of(former)).first()
    lesson.title = "Tried out"
    lesson.save_revision(clean=False)
    link = page_of(browser.get(PRACTICE)).find("a", href=start)
    assert link.text == "Clear it away and start afresh"

    asked = page_of(browser.get(start))

    assert f"“{former.code}” is cleared away" in asked.text
    assert "14 pages go, all languages together." in asked.text
    assert "1 of them has changes that nobody published." in asked.text
    keep = asked.find("a", string="Keep it")
    assert keep["href"] == reverse("wagtailadmin_explore", args=[face_of(former).pk])
    # A form sent by an older page, or by a hasty finger, is asked about too.
    assert "Clear the practice course away?" in page_of(browser.post(start)).text
    assert practice_course_of(beekstad) == former

    browser.post(start, {"confirmed": "1"})

    fresh = practice_course_of(beekstad)
    assert fresh != former
    assert not CoursePage.objects.filter(translation_key=former.page_key).exists()


def test_where_there_is_none_yet_nothing_is_asked(sign_in, author, start, showcase):
    assert sign_in(author).get(start)["Location"] == PRACTICE


def test_who_is_in_an_edition_of_it_is_counted(
    sign_in, author, former, start, showcase
):
    showcase.course = former
    showcase.release()
    enrol(author, former, now=timezone.now())

    asked = page_of(sign_in(author).get(start))

    assert "1 person is in an edition of it, and keeps that." in asked.text


@pytest.fixture
def under_way(author, beekstad, showcase):
    return Duplication.objects.create(
        source=showcase.course,
        target=Course.objects.create(code="play-1", owner=beekstad, is_practice=True),
        practice_for=beekstad,
        code="play-1",
        title="Play",
        asked_at=timezone.now(),
        heard_at=timezone.now(),
        asked_by=author,
        language="en",
        done=3,
        total=20,
    )


def test_while_a_practice_course_is_made_the_page_says_how_far_it_is(
    sign_in, author, beekstad, under_way
):
    browser = sign_in(author)
    progress = reverse("practice_progress", args=[beekstad.pk])

    shown = page_of(browser.get(PRACTICE))

    assert "It is being made." in shown.text
    assert shown.find(attrs={"data-progress": progress})
    bar = shown.find("progress")
    assert (bar["value"], bar["max"]) == ("3", "20")
    assert "Beekstad" in shown.find(id=bar["aria-labelledby"]).text
    assert not shown.select("form[method=post] button[type=submit].button-small")
    assert browser.get(progress).json() == {
        "isUnderWay": True,
        "done": 3,
        "total": 20,
        "words": "3 of 20 steps done",
    }


def test_the_former_is_gone_to_while_a_fresh_one_is_made(
    sign_in, author, former, under_way
):
    shown = page_of(sign_in(author).get(PRACTICE))

    assert shown.find("a", string=former.code)
    assert "Until it is there, the old one stays." in shown.text


def test_why_there_is_no_practice_course_is_told(
    sign_in, author, beekstad, start, under_way
):
    Duplication.objects.update(
        state="refused", refusal="It broke off several times.", target=None
    )
    browser = sign_in(author)

    shown = page_of(browser.get(PRACTICE))

    assert "Nothing was copied:" in shown.text
    assert "It broke off several times." in shown.text
    assert shown.select_one(f'form[action="{start}"]')
    progress = reverse("practice_progress", args=[beekstad.pk])
    assert browser.get(progress).json()["isUnderWay"] is False


@pytest.mark.parametrize("who", ["stranger", "alice", "bob"])
def test_others_do_not_see_how_far_it_is(who, request, sign_in, beekstad, under_way):
    browser = sign_in(request.getfixturevalue(who))
    progress = reverse("practice_progress", args=[beekstad.pk])
    assert browser.get(progress).status_code == 404


def test_practice_courses_are_not_among_the_copies_of_what_they_are_made_from(
    sign_in, valmont, showcase, under_way
):
    owner = writer(valmont, Role.PROGRAMME_OWNER, now=timezone.now())
    browser = sign_in(owner)

    copies = reverse("course_copies", args=[showcase.course.pk])
    assert "Nobody has copied this course yet." in page_of(browser.get(copies)).text
    progress = reverse("course_copies_progress", args=[showcase.course.pk])
    assert browser.get(progress).json()["isUnderWay"] is False


def test_the_list_of_practice_courses_asks_as_many_queries_for_thirty_as_for_one(
    sign_in, admin_user, showcase, django_assert_num_queries
):
    def add(number):
        organisation = OrganisationFactory()
        course = Course.objects.create(
            code=f"play-{number}", owner=organisation, is_practice=True
        )
        Duplication.objects.create(
            source=showcase.course,
            target=course,
            practice_for=organisation,
            asked_at=timezone.now(),
            heard_at=timezone.now(),
        )

    browser = sign_in(admin_user)
    add(0)
    browser.get(PRACTICE)
    with CaptureQueriesContext(connection) as one:
        before = len(page_of(browser.get(PRACTICE)).select("td.title"))
    for number in range(1, 30):
        add(number)
    with django_assert_num_queries(len(one)):
        rows = page_of(browser.get(PRACTICE)).select("td.title")
    assert len(rows) == before + 29
