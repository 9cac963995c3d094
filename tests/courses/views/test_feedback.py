"""The learner's form at the end of a lesson, and what authors do with it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses.models import LessonFeedback
from courses.seeding import write_terms
from organisations.enums import Role
from tests.factories.facts import writer
from tests.factories.feedback import crowd


def form(page):
    return BeautifulSoup(page.content, "html.parser").find(id="feedback")


@pytest.fixture
def lesson(at):
    return at("play", "small-one")


@pytest.fixture
def there(at):
    return at("feedback", "small-one")


# --- The learner --------------------------------------------------------------------


def test_every_lesson_ends_with_the_question(browser, lesson):
    shown = form(browser.get(lesson))

    assert shown.summary.get_text(strip=True) == "Tell the authors about this lesson"
    assert [
        one["name"]
        for one in shown.find_all(["input", "textarea", "button"])
        if one.get("name")
    ][1:] == [
        *["useful"] * 3,
        *["clear"] * 3,
        "is_wrong",
        "text",
    ]
    assert "Your employer does not see it." in shown.text


def test_what_is_said_is_kept_and_shown_again(browser, lesson, there):
    response = browser.post(
        there, {"useful": "partly", "is_wrong": "1", "text": "Too fast"}, follow=True
    )

    assert response.redirect_chain == [(f"{lesson}#feedback", 302)]
    assert "The authors read it without your name." in response.text
    shown = form(response)
    assert [one["value"] for one in shown.find_all("input", checked=True)] == [
        "partly",
        "1",
    ]
    assert shown.textarea.text.strip() == "Too fast"
    assert LessonFeedback.objects.get().text_state == "waiting"


def test_what_is_not_kept_stays_typed_with_the_reason(browser, there):
    response = browser.post(there, {"clear": "no", "text": "Kevin was wrong"})

    shown = form(response)
    assert response.status_code == 400
    assert shown.details.has_attr("open")
    assert "“Kevin”: a name" in shown.get_text(" ", strip=True)
    assert shown.textarea.text.strip() == "Kevin was wrong"
    assert shown.find("input", checked=True)["value"] == "no"
    confirm = shown.find("button", attrs={"name": "confirm"})["value"]
    browser.post(there, {"text": "Kevin was wrong", "confirm": confirm})
    assert LessonFeedback.objects.get().text == "Kevin was wrong"


def test_the_learner_reads_what_was_done_with_it(browser, lesson, there, now):
    browser.post(there, {"text": "Too fast"})
    LessonFeedback.objects.update(
        text_state="passed", handled_at=now, what_changed="It is slower now."
    )

    assert "What the authors did with it: It is slower now." in form(
        browser.get(lesson)
    ).get_text(" ", strip=True)


def test_nobody_else_meets_it(
    browser, sign_in, alice, small_course, lesson, there, now
):
    from courses.domain.enrolment import enrol

    enrol(alice, small_course.course, now=now)
    browser.post(there, {"useful": "no", "text": "Too fast"})

    shown = form(sign_in(alice).get(lesson))

    assert shown.find("input", checked=True) is None
    assert "Too fast" not in shown.text


def test_only_who_learns_there_can_say_something(
    browser, client, sign_in, charlie, at, there, lesson
):
    assert browser.get(there)["Location"] == f"{lesson}#feedback"
    for other in (client, sign_in(charlie)):
        assert other.post(there, {"useful": "yes"}).status_code == 302
    assert (
        browser.post(at("feedback", "small-quiz"), {"useful": "yes"}).status_code == 404
    )
    assert not LessonFeedback.objects.exists()


# --- The content admin --------------------------------------------------------------


@pytest.fixture
def author(sign_in, beekstad):
    return sign_in(writer(beekstad, Role.AUTHOR, now=timezone.now()))


@pytest.fixture
def reviewer(sign_in, beekstad):
    return sign_in(writer(beekstad, Role.REVIEWER, now=timezone.now()))


@pytest.fixture
def stranger(sign_in, valmont):
    return sign_in(writer(valmont, Role.PROGRAMME_OWNER, now=timezone.now()))


OVERVIEW = reverse("feedback_overview")
REPORT = reverse("feedback_report")


def lesson_page(small_course):
    return reverse("feedback_lesson", args=[small_course.key("small-one")])


def test_authors_see_figures_and_passed_texts_of_their_own_lessons(
    author, small_course
):
    crowd(small_course, 5, text="Passed words", text_state="passed")
    crowd(small_course, 1, first=9, text="Waiting words", text_state="waiting")

    overview, page = author.get(OVERVIEW), author.get(lesson_page(small_course))

    assert "Lesson one en" in overview.text
    assert "Useful: 6 yes, 0 partly, 0 no." in overview.text
    assert "Passed words" in page.text
    assert "Waiting words" not in page.text
    assert "nobody-" not in page.text


def test_few_people_give_no_figures(author, small_course):
    crowd(small_course, 4)

    page = author.get(lesson_page(small_course))

    assert "fewer than 5" in page.text
    assert "Useful:" not in page.text


def test_a_filter_narrows_the_list_and_nonsense_does_not_break_it(author, small_course):
    crowd(small_course, 1)

    assert "Lesson one en" not in author.get(OVERVIEW, {"state": "open"}).text
    for asked in ({"state": "x"}, {"course": "x"}, {"course": "999999"}):
        assert "Lesson one en" in author.get(OVERVIEW, asked).text


def test_a_reviewer_passes_a_text_and_an_author_handles_it(
    author, reviewer, small_course
):
    (said,) = crowd(small_course, 1, text="Too fast", text_state="waiting")
    act = reverse("feedback_act", args=[said.pk])
    assert "Let the authors read it" in reviewer.get(lesson_page(small_course)).text
    assert author.post(act, {"pass": "1"}).status_code == 404

    assert reviewer.post(act, {"pass": "1"})["Location"] == lesson_page(small_course)
    said.refresh_from_db()
    assert said.text_state == "passed"
    assert author.post(act, {"pass": "1"}).status_code == 404

    author.post(act, {"handle": "1", "what_changed": ""})
    said.refresh_from_db()
    assert said.handled_at is None
    author.post(act, {"handle": "1", "what_changed": "Slower now"})
    said.refresh_from_db()
    assert said.what_changed == "Slower now"
    assert "Slower now" in author.get(lesson_page(small_course)).text


def test_what_learners_read_has_no_term_that_stigmatises_and_nothing_typed_is_lost(
    author, small_course
):
    write_terms()
    (said,) = crowd(small_course, 1, text="Too fast", text_state="passed")
    act = reverse("feedback_act", args=[said.pk])
    words = "The example is no longer a <hotbed>."

    author.post(act, {"handle": "1", "what_changed": words})

    said.refresh_from_db()
    assert said.handled_at is None
    page = author.get(lesson_page(small_course))
    assert "It accuses everybody who lives or goes there." in page.text
    box = BeautifulSoup(page.content, "html.parser").select_one("textarea")
    assert box.text == words
    # Once: a page that is opened later begins empty.
    again = BeautifulSoup(author.get(lesson_page(small_course)).content, "html.parser")
    assert again.select_one("textarea").text == ""


def test_a_reviewer_withholds_a_text(reviewer, small_course):
    (said,) = crowd(small_course, 1, text="About somebody", text_state="waiting")

    reviewer.post(reverse("feedback_act", args=[said.pk]), {"withhold": "1"})

    said.refresh_from_db()
    assert said.text == ""


def test_others_find_nothing(stranger, browser, small_course):
    (said,) = crowd(small_course, 1, text="Passed words", text_state="passed")

    assert "Lesson one en" not in stranger.get(OVERVIEW).text
    assert (
        "Passed words" not in b"".join(stranger.get(REPORT).streaming_content).decode()
    )
    for other in (stranger, browser):
        assert other.get(lesson_page(small_course)).status_code == 404
        act = reverse("feedback_act", args=[said.pk])
        assert other.post(act, {"handle": "1", "what_changed": "x"}).status_code == 404


def test_a_lesson_of_which_nothing_was_said_has_no_page(author, small_course):
    assert author.get(lesson_page(small_course)).status_code == 404


def test_the_file_holds_figures_and_texts_apart_and_no_formula(author, small_course):
    crowd(small_course, 5)
    crowd(small_course, 1, slug="small-two", text="=1+1", text_state="passed")
    crowd(small_course, 1, slug="small-beat", text="Waits", text_state="waiting")

    response = author.get(REPORT)

    lines = b"".join(response.streaming_content).decode().splitlines()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "small,Lesson one en,5,5,0,0,0,5,0,0" in lines
    assert "small,Lesson two en,fewer than 5,,,,,,," in lines
    assert "small,Lesson two en,1,en,November 2026,'=1+1," in lines
    assert not any("Waits" in line for line in lines)
