"""What a learner meets where a quiz tells what was right during it, or once everybody has
handed in."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.domain.enrolment import enrol
from organisations.models import Membership
from quizzes.domain import attempts
from quizzes.enums import FeedbackFrom, RegradeHow, RegradeState
from quizzes.models import Answer, Attempt, AttemptItem, QuizPage, Regrade
from tests.factories.attempts import take_quiz, versions_of
from tests.factories.courses import make_course
from tests.quizzes.views.conftest import fields_of

MOMENT = datetime(2026, 12, 1, 13, 7, tzinfo=UTC)


@pytest.fixture
def told(beekstad):
    """Makes a course whose quiz tells what was right in a phase."""

    def made(phase):
        course = make_course(beekstad, code="told")
        QuizPage.objects.filter(bank__course=course.course).update(
            feedback_from=phase, feedback_days=10
        )
        course.release()
        return course

    return made


@pytest.fixture
def checking(told, bob):
    """Bob's open attempt at a quiz that tells during it."""
    course = told(FeedbackFrom.DURING)
    now = datetime.now(UTC)
    enrolment = enrol(bob, course.course, now=now)
    return attempts.start_attempt(
        enrolment, course.key("told-quiz"), language="en", now=now
    )


@pytest.fixture
def bobs(sign_in, bob):
    return sign_in(bob)


def where(attempt, view="question", *more):
    return reverse(f"quizzes:{view}", args=[attempt.uuid, *more])


def check(browser, attempt, *, position=1, right=True, **more):
    item = attempt.items.select_related("version").get(position=position)
    data = fields_of(item, right=right) | {"go": "check"} | more
    return browser.post(where(attempt, "question", position), data)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def test_the_front_page_says_what_is_told_and_when(told, bob, bobs):
    course = told(FeedbackFrom.DURING)
    enrol(bob, course.course, now=datetime.now(UTC))
    page = reverse("quizzes:front", args=["told", course.key("told-quiz")])
    assert "A checked answer stays." in bobs.get(page).content.decode()


def test_an_answer_is_checked_and_what_was_right_stands_in_its_place(checking, bobs):
    page = soup(bobs.get(where(checking, "question", 1)))
    assert page.select_one("button[value=check]")

    reply = check(bobs, checking, right=False)
    assert reply["Location"] == where(checking, "question", 1) + "#checked"

    page = soup(bobs.get(where(checking, "question", 1)))
    assert "Not quite." in page.select_one("#checked").text
    assert "Better" in page.select_one("#checked .review").text
    assert page.select_one("#checked a[href*='/learn/'], #checked a[href*='told']")
    # Nothing is left to fill in, to save or to check.
    assert not page.select("input.choice__input, button[value=check]")
    assert not page.select("[data-autosave]")
    assert "checked" in page.select_one(".question-map__cell").text


def test_a_right_one_is_said_to_be_right(checking, bobs):
    check(bobs, checking)
    verdict = soup(bobs.get(where(checking, "question", 1))).select_one("#checked h2")
    assert verdict.text.strip() == "That is it."


def test_going_on_from_a_checked_one_changes_nothing(checking, bobs):
    check(bobs, checking, right=False)
    reply = bobs.post(where(checking, "question", 1), {"go": "2"})
    assert reply["Location"] == where(checking, "question", 2)
    assert Answer.objects.count() == 1

    # A page that was open elsewhere, from before: its other answer is not taken.
    item = checking.items.select_related("version").get(position=1)
    bobs.post(where(checking, "question", 1), fields_of(item) | {"go": "2"})
    assert Answer.objects.count() == 1


def test_the_script_is_told_that_it_was_checked(checking, bobs):
    check(bobs, checking, right=False)
    item = checking.items.select_related("version").get(position=1)
    sender = {"client": str(uuid4()), "sequence": "1"}
    reply = bobs.post(where(checking, "save", 1), fields_of(item) | sender)
    assert reply.status_code == 409
    assert reply.json()["checked"] is True
    assert "next" not in reply.json()
    assert Answer.objects.count() == 1


def test_without_an_answer_there_is_nothing_to_check(checking, bobs):
    reply = bobs.post(where(checking, "question", 1), {"go": "check"}, follow=True)
    assert "Answer the question first." in reply.content.decode()
    assert not AttemptItem.objects.exclude(checked_at=None).exists()


def test_the_review_before_handing_in_says_which_were_checked(checking, bobs):
    check(bobs, checking)
    rows = soup(bobs.get(where(checking, "review"))).select(".review-list__row")
    assert "checked" in rows[0].text
    assert "checked" not in rows[1].text


def test_a_quiz_that_tells_afterwards_has_no_such_button(attempt, browser, address):
    page = soup(browser.get(address("question", 1)))
    assert not page.select("button[value=check]")
    item = attempt.items.select_related("version").get(position=1)
    reply = browser.post(
        address("question", 1), fields_of(item) | {"go": "check"}, follow=True
    )
    assert "is told after handing in" in reply.content.decode()
    assert not AttemptItem.objects.exclude(checked_at=None).exists()


def test_nobody_checks_an_answer_of_somebody_else(checking, sign_in, charlie):
    reply = check(sign_in(charlie), checking)
    assert reply.status_code == 404
    assert not AttemptItem.objects.exclude(checked_at=None).exists()


def test_after_handing_in_there_is_nothing_to_check(checking, bobs):
    bobs.post(where(checking, "submit"))
    assert check(bobs, checking)["Location"] == where(checking, "result")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (RegradeHow.FULL, "That is it."),
        (RegradeHow.DROP, "This question does not count any more."),
    ],
)
def test_a_question_that_is_graded_otherwise_is_checked_so(
    checking, bobs, alice, how, said
):
    item = checking.items.get(position=1)
    Regrade.objects.create(
        version_id=item.version_id,
        how=how,
        state=RegradeState.DONE,
        reason="The key was wrong.",
        asked_by=alice,
        asked_at=checking.started_at,
        heard_at=checking.started_at,
    )
    check(bobs, checking, right=False)
    verdict = soup(bobs.get(where(checking, "question", 1))).select_one("#checked h2")
    assert verdict.text.strip() == said


@pytest.mark.parametrize("number", [1, 8])
def test_a_checked_page_costs_the_same_however_many_are_checked(
    checking, bobs, number, django_assert_max_num_queries
):
    for position in range(1, number + 1):
        check(bobs, checking, position=position)
    bobs.get(where(checking, "question", 1))
    with django_assert_max_num_queries(12):
        bobs.get(where(checking, "question", 1))


# --- Once everybody has handed in ----------------------------------------------------


@pytest.fixture
def waiting(told, bob, beekstad):
    """Bob handed in with one wrong, eight others of Beekstad too, one has begun."""
    course = told(FeedbackFrom.ALL)
    first, second = versions_of(course.course.banks.get())[:2]
    take_quiz(course, [{first: True, second: False}], people=[bob], now=MOMENT)
    row = {first: True, second: True}
    people = take_quiz(course, [row] * 8, now=MOMENT)
    people += take_quiz(course, [row], now=MOMENT, is_submitted=False)
    Membership.objects.bulk_create(
        Membership(
            user=person,
            organisation=beekstad,
            role="learner",
            starts_on=date(2026, 1, 1),
        )
        for person in people
    )
    return Attempt.objects.get(enrolment__user=bob)


def result(bobs, attempt, days=0):
    with time_machine.travel(MOMENT + timedelta(days=days, hours=2), tick=False):
        # A session does not last so long.
        bobs.force_login(attempt.enrolment.user)
        bobs.get(where(attempt, "result"))
        return soup(bobs.get(where(attempt, "result")))


def test_until_then_the_result_tells_points_and_not_what_was_right(waiting, bobs):
    page = result(bobs, waiting)
    assert "What was right is told later" in page.text
    assert "11 December 2026" in page.text or "Dec. 11, 2026" in page.text
    assert page.select_one(".score__number").text == "1"
    assert not page.select(".look-again, .marks")


def test_when_the_last_one_has_handed_in_it_is_told(waiting, bobs):
    Attempt.objects.filter(submitted_at=None).update(submitted_at=MOMENT)
    page = result(bobs, waiting)
    assert "What was right is told later" not in page.text
    assert len(page.select(".look-again")) == 1
    assert len(page.select(".marks li")) == 2


def test_on_the_day_it_is_told_whoever_is_missing(waiting, bobs):
    assert page_is_open(result(bobs, waiting, days=10))
    assert not page_is_open(result(bobs, waiting, days=9))


def page_is_open(page) -> bool:
    return bool(page.select(".look-again"))


def test_a_question_is_not_contested_by_who_cannot_read_what_was_right(waiting, bobs):
    page = result(bobs, waiting)
    assert not page.select("a[href*='/contest/2/']")
