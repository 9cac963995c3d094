"""A page that shows a text in another language than the reader's says so, in words and
to a screen reader; a course that leaves a language keeps everybody's place."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses.models import (
    ActivityProgress,
    CoursePage,
    Edition,
    Enrolment,
    LearningPath,
    PathCourse,
    Programme,
    ProgrammeCourse,
)
from lms.remembered import forget

CATALOGUE = reverse("courses:catalogue")
COURSE = reverse("courses:course", args=["small"])
NEWER = reverse("courses:newer", args=["small"])
TEXT = reverse("courses:text", args=["small"])
SHORT = "Pas encore en français ; vous lisez le texte en anglais."
LONG = (
    "Ce cours n’existe pas encore en français. Vous le lisez en anglais ; votre place "
    "reste la même quand vous changez de langue."
)


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(response) -> str:
    return " ".join(soup(response).main.get_text(" ").split())


def marked(response, selector: str) -> list[tuple[str, str]]:
    """(language, text) of what is marked with a language of its own."""
    return [
        (one["lang"], " ".join(one.get_text().split()))
        for one in soup(response).main.select(selector)
    ]


@pytest.fixture
def french(sign_in, bob, enrolment):
    return sign_in(bob, "fr")


def test_the_catalogue_marks_a_card_and_says_so(french, sign_in, bob):
    page = french.get(CATALOGUE)

    assert marked(page, ".course-card [lang]") == [
        ("en", "Course en"),
        ("en", "Short"),
        ("fr", SHORT),
    ]
    dutch = sign_in(bob, "nl").get(CATALOGUE)
    assert marked(dutch, ".course-card [lang]") == []


def test_the_course_page_says_so_and_marks_what_is_read(french, sign_in, bob):
    page = french.get(COURSE)

    assert words(page).count(LONG) == 1
    assert ("en", "Course en") in marked(page, "h1 [lang]")
    assert marked(page, "h3 [lang]") == [("en", "Core en"), ("en", "Police en")]
    dutch = sign_in(bob, "nl").get(COURSE)
    assert soup(dutch).main.select("h1 [lang], h3 [lang], .notice") == []


def test_the_course_page_says_so_to_somebody_signed_out(client, small_course):
    client.cookies["django_language"] = "fr"

    assert LONG in words(client.get(COURSE))


def test_a_lesson_says_in_which_language_it_is_read(french, at):
    page = french.get(at("play", "small-one"))

    assert words(page).count(LONG) == 1
    assert soup(page).select_one(".player-head__where [lang=en]").text == "Core en"
    outline = soup(page).select(".outline [lang=en]")
    assert "Lesson two en" in [one.text for one in outline]


def test_the_text_of_the_course_says_so(french):
    assert LONG in words(french.get(TEXT))


def test_a_programme_and_a_path_say_so_for_each_course(client, small_course, beekstad):
    programme = Programme.objects.create(
        code="whole", owner=beekstad, names={"en": "Whole"}, is_published=True
    )
    ProgrammeCourse.objects.create(programme=programme, course=small_course.course)
    path = LearningPath.objects.create(
        code="way", owner=beekstad, titles={"fr": "Chemin"}, is_published=True
    )
    PathCourse.objects.create(path=path, course=small_course.course, number=1)
    client.cookies["django_language"] = "fr"

    whole = client.get(reverse("courses:programme", args=["whole"]))
    way = client.get(reverse("courses:path", args=["way"]))

    assert words(whole).count(SHORT) == 2
    assert marked(whole, "h1 [lang]") == [("en", "Whole")]
    assert words(way).count(SHORT) == 1
    assert marked(way, "h1 [lang]") == []
    assert marked(way, "h3 [lang]") == [("en", "Course en")]


def test_titles_of_changes_are_marked(french, small_course):
    page = small_course.lesson("small-one")
    page.body[0] = ("lead", "Another lead")
    page.save()
    small_course.release()

    log = french.get(reverse("courses:changes", args=["small"]))

    assert ("en", "Lesson one en") in marked(log, "li [lang]")


def test_the_budget_holds_where_a_page_says_so(
    french, at, django_assert_max_num_queries
):
    for address in (COURSE, at("play", "small-one")):
        forget()
        with django_assert_max_num_queries(12):
            french.get(address)


# --- A language that the next edition does not have --------------------------------


@pytest.fixture
def left(small_course, finish) -> Edition:
    """Bob has read a lesson in Dutch and stands in the next; then Dutch leaves."""
    finish("small-one")
    CoursePage.objects.get(locale__language_code="nl").unpublish()
    return small_course.release()


@pytest.fixture
def dutch(sign_in, bob, enrolment):
    return sign_in(bob, "nl")


def test_who_began_in_a_language_that_leaves_goes_on_reading_it(dutch, at, left):
    assert left.languages == ["en"]

    lesson = dutch.get(at("play", "small-one"))

    assert "Lead one nl" in words(lesson)
    assert "niet meer in het Nederlands" not in words(lesson)


def test_moving_says_beforehand_that_the_language_is_not_there(dutch, left):
    told = words(dutch.get(NEWER))

    assert (
        "Je leest deze cursus in het Nederlands, en de nieuwere editie is er niet in die "
        "taal. Je zou verdergaan in het Engels; wat je gedaan hebt, blijft gedaan. Je mag "
        "ook de editie afmaken waarin je zit."
    ) in told


def test_who_moves_is_told_and_keeps_place_and_progress(dutch, at, small_course, left):
    lead = f"b-{small_course.lesson('small-two').body[0].id}"
    dutch.post(at("seen", "small-two"), {"anchor": lead})
    before = list(ActivityProgress.objects.values("activity", "completed_at", "anchor"))

    dutch.post(NEWER, {"edition": left.pk})

    assert Enrolment.objects.get().edition == left
    assert before == list(
        ActivityProgress.objects.values("activity", "completed_at", "anchor")
    )
    told = (
        "Deze cursus is er sinds editie 2 niet meer in het Nederlands. Je leest hem in "
        "het Engels; je plaats en alles wat je gedaan hebt, blijven."
    )
    lesson = dutch.get(at("play", "small-two"))
    assert told in words(lesson)
    assert "Lead two en" in words(lesson)
    assert f'data-anchor="{lead}"' in lesson.text
    assert told in words(dutch.get(COURSE))
    assert "1 van 2" not in words(lesson)
    resumed = dutch.get(reverse("courses:resume", args=["small"]))
    assert resumed["Location"] == at("play", "small-two")


def test_who_comes_new_is_told_that_it_left(sign_in, charlie, left):
    assert "sinds editie 2 niet meer in het Nederlands" in words(
        sign_in(charlie, "nl").get(COURSE)
    )


def test_a_language_that_comes_back_is_read_again(dutch, at, small_course, left):
    dutch.post(NEWER, {"edition": left.pk})
    page = CoursePage.objects.get(locale__language_code="nl")
    page.save_revision().publish()
    third = small_course.release(now=timezone.now())

    dutch.post(NEWER, {"edition": third.pk})

    assert third.languages == ["en", "nl"]
    lesson = words(dutch.get(at("play", "small-two")))
    assert "Lead two nl" in lesson
    assert "niet meer in het Nederlands" not in lesson
