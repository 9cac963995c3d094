"""Local lessons as learners meet them."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.domain.enrolment import enrol
from courses.models import ActivityProgress, ModulePage, Overlay
from lms.remembered import forget
from tests.courses.views.test_player import outline_of
from tests.factories.exercises import question_body, stable
from tests.factories.overlays import add, make_local, trainer_of
from tests.factories.parts import checklist, part_id, poll, reflection


@pytest.fixture
def lesson(small_course, beekstad):
    lesson = make_local(
        beekstad,
        body=[
            {"type": "lead", "value": "Onze dienst", "id": stable("local-lead")},
            *question_body("local-check", "nl"),
        ],
    )
    add(small_course, beekstad, lesson)
    return lesson


def local(view, lesson, *more):
    return reverse(f"courses:{view}", args=["small", lesson.translation_key, *more])


def test_a_local_lesson_is_read_in_its_place_and_says_whose_it_is(browser, lesson, at):
    page = browser.get(at("play", "small-one"))
    assert 'Next: <span lang="nl">local beekstad nl</span>' in page.text
    assert outline_of(page)[1][0].startswith("local beekstad nl")

    page = browser.get(local("play", lesson))
    assert "<h1>local beekstad nl</h1>" in page.text
    assert "From Beekstad" in page.text
    assert "It does not count for the certificate." in page.text
    assert '<article class="lesson" lang="nl"' in page.text
    assert (
        "Beekstad has not written this in English yet. You read it in Dutch."
        in page.text
    )
    assert "Next: Lesson two en" in page.text
    assert "Part 2 of 4" in page.text


def test_progress_in_it_is_kept_for_the_learner(browser, lesson, at):
    assert (
        browser.post(
            local("seen", lesson), {"anchor": f"b-{stable('local-lead')}"}
        ).status_code
        == 204
    )
    response = browser.post(local("done", lesson))

    assert response["Location"] == at("play", "small-two")
    row = ActivityProgress.objects.get()
    assert (row.activity_id, row.anchor) == (
        lesson.translation_key,
        f"b-{stable('local-lead')}",
    )
    assert row.completed_at is not None


def test_a_self_check_in_it_is_answered(browser, lesson):
    check = local("check", lesson, stable("local-check-block"))

    page = browser.post(check, {"choice": stable("local-check-a")})

    assert "That is it." in page.text


def test_learners_of_other_municipalities_are_told_nothing(
    sign_in, charlie, small_course, lesson, now
):
    enrol(charlie, small_course.course, now=now)
    browser = sign_in(charlie)

    pages = [
        browser.get(local("play", lesson)),
        browser.post(local("done", lesson)),
        browser.post(local("check", lesson, "any")),
        browser.post(local("seen", lesson)),
    ]
    assert [page.status_code for page in pages] == [404] * 4
    course = browser.get(reverse("courses:course", args=["small"]))
    first = browser.get(
        reverse("courses:play", args=["small", small_course.key("small-one")])
    )
    for page in (*pages, course, first):
        assert "local beekstad" not in page.text
        assert "From Beekstad" not in page.text
        assert "Onze dienst" not in page.text
    assert not ActivityProgress.objects.filter(activity=lesson.translation_key).exists()


def test_the_course_page_names_local_lessons_and_counts_the_course_alone(
    browser, lesson
):
    page = browser.get(reverse("courses:course", args=["small"]))

    assert "3 parts, 18 min" in page.text
    assert "local beekstad nl" in page.text
    assert "From Beekstad" in page.text
    assert "0 of 2 modules done" in page.text


def test_an_optional_module_is_offered_as_such(browser, small_course, at, enrolment):
    ModulePage.objects.filter(slug="small-police").update(is_optional=True)
    edition = small_course.release()
    enrolment.edition = edition
    enrolment.save()

    page = browser.get(reverse("courses:course", args=["small"]))
    assert "0 of 1 modules done" in page.text
    assert ", optional</p>" in page.text
    assert at("play", "small-beat") in page.text
    assert "(optional)" in browser.get(at("play", "small-one")).text


def test_local_lessons_cost_one_query_whatever_their_number(
    browser, small_course, beekstad, lesson, at
):
    trainer = trainer_of(beekstad)

    def queries() -> int:
        browser.get(at("play", "small-two"))
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(at("play", "small-two")).status_code == 200
        return len(captured)

    one = queries()
    more = [make_local(beekstad, f"more-{number}") for number in range(8)]
    add(small_course, beekstad, *more, actor=trainer)

    assert queries() == one <= 12


# --- What is kept in one ----------------------------------------------------------------


@pytest.fixture
def parts(small_course, beekstad):
    """A local lesson in Dutch, with a part of every kind that keeps something."""
    body = [part("nl") for part in (checklist(), poll(), reflection())]
    lesson = make_local(beekstad, "parts", body=body)
    add(small_course, beekstad, lesson)
    return lesson


@pytest.mark.parametrize(
    ("name", "said", "answer"),
    [
        ("checklist", "Steps nl", {"item": part_id("checklist-item-0")}),
        ("poll", "How sure nl: poll?", {"option": part_id("poll-option-0")}),
        ("reflection", "Think nl: reflection", {"text": "Een eigen gedachte."}),
    ],
)
def test_its_parts_speak_the_language_in_which_it_is_read(
    browser, parts, name, said, answer
):
    sent = browser.post(
        local("part", parts, part_id(name)), answer, headers={"X-Relay-Fragment": "1"}
    )
    page = BeautifulSoup(browser.get(local("play", parts)).content, "html.parser")

    assert sent.status_code == 200
    for shown in (page, BeautifulSoup(sent.content, "html.parser")):
        words = shown.find(string=lambda text: text and said in text)
        assert words.find_parent(lang=True)["lang"] == "nl"


def test_what_one_wrote_in_it_stands_among_ones_reflections(
    browser, parts, small_course
):
    browser.post(
        local("part", parts, part_id("reflection")), {"text": "Een eigen gedachte."}
    )

    page = browser.get(reverse("courses:reflections", args=["small"]))
    shown = BeautifulSoup(page.content, "html.parser").find(class_="kept__lesson").a

    assert "Een eigen gedachte." in page.text
    assert (shown.text, shown["href"]) == (
        "parts beekstad nl",
        f"{local('play', parts)}#b-{part_id('reflection')}",
    )
    Overlay.objects.update(current_edition=None)
    page = browser.get(reverse("courses:reflections", args=["small"]))
    assert "Een eigen gedachte." in page.text
    assert "parts beekstad nl" not in page.text


def test_the_course_page_says_that_one_did_it(browser, lesson):
    course = reverse("courses:course", args=["small"])
    assert "From Beekstad, done" not in browser.get(course).text

    browser.post(local("done", lesson))

    assert "From Beekstad, done" in browser.get(course).text


def test_it_stands_in_the_text_of_the_whole_course_in_its_language(browser, lesson):
    page = BeautifulSoup(
        browser.get(reverse("courses:text", args=["small"])).content, "html.parser"
    )
    heading = page.find(string="local beekstad nl")
    article = heading.find_parent("article")

    assert article["lang"] == "nl"
    assert "From Beekstad" in article.text
    assert "Onze dienst" in article.text


def test_local_lessons_in_the_text_cost_as_much_for_one_as_for_many(
    browser, small_course, beekstad, lesson
):
    address = reverse("courses:text", args=["small"])

    def queries() -> int:
        forget()
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    one = queries()
    more = [make_local(beekstad, f"more-{number}") for number in range(8)]
    add(small_course, beekstad, *more)

    assert queries() == one
