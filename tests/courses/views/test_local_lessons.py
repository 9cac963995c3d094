"""Local lessons as learners meet them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.domain.enrolment import enrol
from courses.models import ActivityProgress, ModulePage
from tests.courses.views.test_player import outline_of
from tests.factories.courses import question_body, stable
from tests.factories.overlays import add, make_local, trainer_of


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
    assert "Next: local beekstad nl" in page.text
    assert outline_of(page)[1][0].startswith("local beekstad nl")

    page = browser.get(local("play", lesson))
    assert "<h1>local beekstad nl</h1>" in page.text
    assert "From Beekstad" in page.text
    assert "It does not count for the certificate." in page.text
    assert '<article class="lesson" lang="nl"' in page.text
    assert "Beekstad has not written this in your language yet." in page.text
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
    assert "optional: the certificate does not ask for it" in page.text
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
