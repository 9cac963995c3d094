"""A newer edition: offered, looked at, chosen or not; and what changed."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.models import EditionMove, Enrolment

CHANGES = reverse("courses:changes", args=["small"])
NEWER = reverse("courses:newer", args=["small"])
STAY = reverse("courses:stay", args=["small"])
UNDO = reverse("courses:undo", args=["small"])
COURSE = reverse("courses:course", args=["small"])


@pytest.fixture
def second(small_course, enrolment, finish):
    """A material edition that changed a lesson Bob has done, and kept another."""
    finish("small-one", "small-two")
    page = small_course.lesson("small-one")
    page.body[0] = ("lead", "Another lead")
    page.save()
    return small_course.release(significance="material", note="Lesson one is new")


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.text.split())


def test_it_is_offered_on_the_course_page_and_in_the_lesson(browser, at, second):
    for page in (browser.get(COURSE), browser.get(at("play", "small-two"))):
        assert "There is a newer edition: 2" in text_of(page)
        assert NEWER in page.text
    assert Enrolment.objects.get().edition.number == 1


def test_nobody_is_offered_what_they_have(browser, at, enrolment):
    for page in (browser.get(COURSE), browser.get(at("play", "small-two"))):
        assert NEWER not in page.text
    assert browser.get(NEWER).status_code == 302


def test_one_sees_what_moving_means_and_moves_and_goes_back(browser, second):
    told = text_of(browser.get(NEWER))
    assert "Stays done 1 Lesson two en" in told
    assert "Done, but to be done again: it has changed 1 Lesson one en" in told

    moved = browser.post(NEWER, {"edition": second.pk}, follow=True)
    assert "You go on in the newer edition." in moved.text
    assert "You moved to edition 2 today." in text_of(moved)
    assert Enrolment.objects.get().edition == second

    back = browser.post(UNDO, follow=True)
    assert "You are back in the edition of before" in back.text
    assert Enrolment.objects.get().edition.number == 1
    assert EditionMove.objects.count() == 2
    again = browser.post(UNDO, follow=True)
    assert again.status_code == 200


def test_who_stays_is_left_in_peace_in_lessons_and_finds_it_on_the_course_page(
    browser, at, second
):
    browser.post(STAY, {"edition": second.pk})

    assert "There is a newer edition" not in browser.get(at("play", "small-two")).text
    course = browser.get(COURSE)
    assert "There is a newer edition: 2" not in course.text
    assert NEWER in course.text


@pytest.mark.parametrize("edition", ["", "x", "999999999999999", "1"])
def test_an_edition_that_is_not_the_newest_is_looked_at_again(browser, second, edition):
    response = browser.post(NEWER, {"edition": edition})

    assert response.url == NEWER
    assert Enrolment.objects.get().edition.number == 1


def test_too_late_to_go_back_is_said(browser, second, enrolment):
    said = browser.post(UNDO, follow=True)

    assert "can no longer be undone" in said.text


def test_a_stranger_to_the_course_moves_nowhere(sign_in, charlie, second):
    theirs = sign_in(charlie)

    assert theirs.get(NEWER).status_code == 404
    assert theirs.post(NEWER, {"edition": second.pk}).status_code == 404
    assert theirs.post(STAY, {"edition": second.pk}).status_code == 404
    assert theirs.post(UNDO).status_code == 404


def test_the_change_log_says_what_changed_and_marks_ones_own(browser, second):
    page = text_of(browser.get(CHANGES))

    assert "Lesson one is new" in page
    assert "Changed 1 Lesson one en" in page
    assert "The one you follow" in page


def test_the_change_log_is_open_to_whoever_may_see_the_course(client, second):
    page = client.get(CHANGES)

    assert page.status_code == 200
    assert "The one you follow" not in page.text


def test_before_anything_changed_the_log_says_so(client, small_course):
    assert "Nothing has changed yet." in client.get(CHANGES).text


def test_a_course_that_is_closed_shows_strangers_no_log(sign_in, charlie, small_course):
    type(small_course.course).objects.update(is_open=False)

    assert sign_in(charlie).get(CHANGES).status_code == 404


def test_a_note_in_ones_own_language_is_not_called_another(browser, second):
    assert "Lesson one is new" in text_of(browser.get(CHANGES))
    assert "not been written in your language" not in browser.get(CHANGES).text


@pytest.mark.parametrize("address", [CHANGES, NEWER, COURSE])
def test_pages_about_editions_keep_the_budget(
    browser, second, address, django_assert_max_num_queries
):
    browser.get(address)
    with django_assert_max_num_queries(12):
        assert browser.get(address).status_code == 200
