"""What a page says and does where a quiz has a time limit."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.domain.enrolment import enrol
from quizzes.domain import attempts
from quizzes.domain.clock import ask_for_time, extra_time_of
from quizzes.enums import MoreTime
from quizzes.models import Answer, Attempt, ExtraTime, QuizPage
from tests.factories.courses import make_course
from tests.quizzes.views.conftest import fields_of

# 14:07 in Brussels.
MOMENT = datetime(2026, 12, 1, 13, 7, tzinfo=UTC)
LIMIT = timedelta(minutes=30)
MORE = reverse("quizzes:more_time")


@pytest.fixture
def timed(beekstad):
    course = make_course(beekstad, code="timed")
    QuizPage.objects.filter(bank__course=course.course).update(time_limit=30)
    course.release()
    return course


@pytest.fixture
def key(timed, bob):
    enrol(bob, timed.course, now=MOMENT)
    return timed.key("timed-quiz")


@pytest.fixture
def start(sign_in, bob, key):
    """Bob's browser after starting at MOMENT, and his attempt."""

    def begin():
        browser = sign_in(bob)
        with time_machine.travel(MOMENT, tick=False):
            browser.post(reverse("quizzes:start", args=["timed", key]))
        return browser, Attempt.objects.get()

    return begin


def page(attempt, view, *more):
    return reverse(f"quizzes:{view}", args=[attempt.uuid, *more])


def text_of(response) -> str:
    words = BeautifulSoup(response.content, "html.parser").get_text(" ")
    return re.sub(r"\s+", " ", words)


def saved(item) -> dict:
    return fields_of(item) | {"client": str(uuid4()), "sequence": "1"}


def test_before_starting_one_reads_how_long_one_has(sign_in, bob, key):
    front = reverse("quizzes:front", args=["timed", key])
    browser = sign_in(bob)
    text = text_of(browser.get(front))
    assert "You have 30 minutes from the moment you start." in text
    assert "No time limit" not in text

    ask_for_time(bob, MoreTime.QUARTER, now=MOMENT)
    assert "You have 38 minutes" in text_of(browser.get(front))
    ask_for_time(bob, MoreTime.UNLIMITED, now=MOMENT)
    text = text_of(browser.get(front))
    assert "About 8 minutes. No time limit. As you asked" in text


def test_every_page_of_the_attempt_says_until_when(start):
    browser, attempt = start()
    with time_machine.travel(MOMENT + timedelta(minutes=26), tick=False):
        for address in (page(attempt, "question", 1), page(attempt, "review")):
            found = BeautifulSoup(browser.get(address).content, "html.parser")
            clock = found.select_one("[data-clock]")
            assert clock["data-left"] == "240"
            assert clock["data-next"] == page(attempt, "result")
            assert clock.select_one("[data-clock-text]").text == "Until 14:37"
            assert "clock--soon" in clock["class"]
            assert found.select_one("script[src*='quizzes/clock']")


def test_without_a_limit_nothing_counts_down(browser, address):
    response = browser.get(address("question", 1))
    assert "No time limit" in text_of(response)
    assert b"data-clock" not in response.content


@pytest.mark.parametrize("script", [True, False])
def test_an_answer_after_the_deadline_is_refused_and_said_so(start, script):
    browser, attempt = start()
    first, second = attempts.items_of(attempt)[:2]
    with time_machine.travel(MOMENT + LIMIT, tick=False):
        reply = browser.post(page(attempt, "save", 1), saved(first))
        assert reply.status_code == 200
    with time_machine.travel(MOMENT + LIMIT + timedelta(seconds=1), tick=False):
        if script:
            reply = browser.post(page(attempt, "save", 2), saved(second))
            assert reply.status_code == 409
            assert reply.json()["next"] == page(attempt, "result")
            assert "Time was up at 14:37" in reply.json()["error"]
        else:
            reply = browser.post(page(attempt, "question", 2), saved(second))
            assert reply["Location"] == page(attempt, "result")
        result = text_of(browser.get(page(attempt, "result")))

    assert "Time was up at 14:37. What was saved until then counts." in result
    assert "handed in already" not in result
    assert [answer.item for answer in Answer.objects.all()] == [first]
    attempt.refresh_from_db()
    assert attempt.ended_by_clock


@pytest.mark.parametrize("view", ["question", "review", "result"])
def test_whoever_comes_back_after_the_deadline_finds_the_result(start, view):
    browser, attempt = start()
    more = [3] if view == "question" else []
    with time_machine.travel(MOMENT + timedelta(hours=2), tick=False):
        found = browser.get(page(attempt, view, *more), follow=True)
    assert found.request["PATH_INFO"] == page(attempt, "result")
    assert "Time was up at 14:37" in text_of(found)


def test_handed_in_in_time_the_result_says_nothing_of_the_clock(start):
    browser, attempt = start()
    with time_machine.travel(MOMENT + timedelta(minutes=5), tick=False):
        found = browser.post(page(attempt, "submit"), follow=True)
    assert "Time was up" not in text_of(found)


def test_the_front_page_of_a_running_attempt_says_until_when(start, key):
    browser, _attempt = start()
    with time_machine.travel(MOMENT + timedelta(minutes=5), tick=False):
        text = text_of(browser.get(reverse("quizzes:front", args=["timed", key])))
    assert "Your attempt takes answers until 14:37." in text
    assert "from the moment you start" not in text


def test_the_front_page_shows_no_attempt_as_running_whose_time_is_up(start, key):
    browser, _attempt = start()
    with time_machine.travel(MOMENT + timedelta(hours=2), tick=False):
        text = text_of(browser.get(reverse("quizzes:front", args=["timed", key])))
    assert "Go on with your attempt" not in text
    assert "Try again, with other questions" in text


# --- Saying that one needs more ----------------------------------------------------


def test_more_time_is_asked_for_in_one_place_and_leads_back(sign_in, bob, alice, key):
    front = reverse("quizzes:front", args=["timed", key])
    browser = sign_in(bob)
    assert f'href="{MORE}?next={front}"' in browser.get(front).content.decode()

    form = BeautifulSoup(browser.get(MORE).content, "html.parser")
    assert form.select_one("input[name=amount][checked]")["value"] == "none"
    done = browser.post(MORE, {"amount": "half", "next": front})

    assert done["Location"] == front
    assert (extra_time_of(bob), extra_time_of(alice)) == (MoreTime.HALF, MoreTime.NONE)
    form = BeautifulSoup(browser.get(MORE).content, "html.parser")
    assert form.select_one("input[name=amount][checked]")["value"] == "half"

    elsewhere = browser.post(MORE, {"amount": "none", "next": "https://evil.example/"})
    assert elsewhere["Location"] == reverse("organisations:profile")
    assert not ExtraTime.objects.exists()


def test_an_amount_that_there_is_not_changes_nothing(sign_in, bob):
    response = sign_in(bob).post(MORE, {"amount": "threefold"})
    assert response.status_code == 422
    assert not ExtraTime.objects.exists()


def test_the_account_leads_there(sign_in, bob):
    account = sign_in(bob).get(reverse("organisations:profile")).content.decode()
    assert f'<a href="{MORE}">More time in quizzes</a>' in account
