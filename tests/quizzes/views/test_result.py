from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from courses import registries
from courses.domain.progress import complete_activity
from courses.models import ActivityProgress, Enrolment
from quizzes.domain import attempts
from quizzes.domain.versions import content_in
from quizzes.models import Attempt, GradeRecord
from tests.factories.courses import make_course
from tests.quizzes.views.conftest import fields_of

# 14:07 in Brussels.
MOMENT = datetime(2026, 12, 1, 13, 7, tzinfo=UTC)


def places(attempt, *, must_pass: bool) -> list[int]:
    return [
        row.position
        for row in attempt.items.select_related("version")
        if row.version.must_pass is must_pass
    ]


def test_handing_in_twice_is_once(browser, address):
    for _again in range(2):
        assert browser.post(address("submit"))["Location"] == address("result")

    assert GradeRecord.objects.count() == 12
    assert browser.get(address("submit")).status_code == 405


def test_before_handing_in_there_is_no_result(browser, address):
    assert browser.get(address("result"))["Location"] == address("review")


def test_after_handing_in_questions_and_review_lead_to_the_result(browser, address):
    browser.post(address("submit"))

    for view, more in (("question", (1,)), ("review", ())):
        assert browser.get(address(view, *more))["Location"] == address("result")


def test_all_right_is_passed_and_leads_on(browser, address, hand_in, course):
    hand_in()

    text = browser.get(address("result")).content.decode()

    assert "Passed" in text
    assert "You have what you need from this module" in text
    assert '<p class="score__number">12</p>' in text
    assert "of 12 right" in text
    assert "10 were needed." in text
    assert "All must-pass questions are right." in text
    assert "Worth another look" not in text
    # The first lesson is still open: that is where it goes on.
    first = reverse("courses:play", args=["small", course.key("small-one")])
    assert f'href="{first}"' in text


def test_a_must_pass_question_wrong_at_ninety_percent_is_not_passed_and_says_why(
    browser, address, attempt, hand_in
):
    must = places(attempt, must_pass=True)
    hand_in(wrong=must[:1])

    response = browser.get(address("result"))

    text = response.content.decode()
    assert response.context["outcome"].right == 11
    assert "Not yet passed" in text
    assert f"{len(must) - 1} of {len(must)} must-pass questions are right; all" in text
    assert "Must be right to pass" in text
    assert "You may try as often as you like." in text
    assert not ActivityProgress.objects.filter(completed_at__isnull=False).exists()


def test_a_picture_is_drawn_on_as_in_the_question(browser, address):
    browser.post(address("submit"))

    assert "courses/exercises.css" in browser.get(address("result")).content.decode()


def test_below_the_pass_mark_is_not_yet_passed(browser, address, attempt, hand_in):
    hand_in(wrong=places(attempt, must_pass=False)[:3])

    response = browser.get(address("result"))

    assert not response.context["outcome"].passed
    assert '<p class="score__number">9</p>' in response.content.decode()
    assert "All must-pass questions are right." in response.content.decode()


def test_what_was_wrong_is_shown_with_the_reason_and_its_lesson(
    browser, address, attempt, hand_in, item, course
):
    wrong = places(attempt, must_pass=False)[0]
    hand_in(wrong=[wrong])

    response = browser.get(address("result"))

    text = response.content.decode()
    assert [row["position"] for row in response.context["again"]] == [wrong]
    content = content_in(item(wrong).version, "en")
    assert content["feedback"] in text
    lesson = reverse("courses:play", args=["small", course.key("small-one")])
    assert response.context["again"][0]["lesson_url"] in ("", lesson)


def test_the_link_to_a_lesson_leads_only_where_the_learner_may_go(
    sign_in, alice, beekstad, now
):
    """A question of the bank may be taught in another sector's module."""
    from courses.domain.enrolment import enrol
    from quizzes.models import Question

    small = make_course(beekstad, code="links")
    keys = {"core": small.key("links-one"), "police": small.key("links-beat")}
    Question.objects.filter(key__endswith="1").update(lesson_key=keys["police"])
    Question.objects.exclude(key__endswith="1").update(lesson_key=keys["core"])
    small.release()
    mine = enrol(alice, small.course, now=now)
    attempt = attempts.start_attempt(
        mine, small.key("links-quiz"), language="en", now=now
    )
    attempts.submit_attempt(attempt, language="en", now=now)

    response = sign_in(alice).get(reverse("quizzes:result", args=[attempt.uuid]))

    core = reverse("courses:play", args=["links", keys["core"]])
    taught = {row["position"]: row["lesson_url"] for row in response.context["again"]}
    assert taught == {
        row.position: "" if row.version.key.endswith("1") else core
        for row in attempt.items.select_related("version")
    }


def test_open_questions_are_not_right_and_say_so(browser, address):
    browser.post(address("submit"))

    text = browser.get(address("result")).content.decode()

    assert '<p class="score__number">0</p>' in text
    assert text.count("You left this one open.") == 12


@pytest.mark.parametrize("word", ["Right", "juist"])
def test_what_was_typed_in_one_language_counts_in_the_other(
    browser, address, item, word
):
    asked = item(kind="short_text")
    browser.post(address("question", asked.position), {"text": word})
    browser.post(address("submit"))

    outcome = browser.get(address("result")).context["outcome"]

    assert outcome.by_item[asked.pk] == 1
    assert outcome.right == 1


def test_part_of_a_question_right_counts_in_part(browser, address, item):
    asked = item(kind="card_sort")
    name, place = next(iter(fields_of(asked).items()))
    browser.post(address("question", asked.position), {name: place})
    browser.post(address("submit"))

    text = browser.get(address("result")).content.decode()

    assert '<p class="score__number">0.2</p>' in text
    assert "What is right in part counts in part." in text


def test_the_result_is_in_the_language_of_the_reader(
    sign_in, bob, address, hand_in, item
):
    hand_in(wrong=[1])

    text = sign_in(bob, "nl").get(address("result")).content.decode()

    assert content_in(item(1).version, "nl")["prompt"] in text
    assert "Quiz nl" in text


def test_the_result_tells_a_pause_with_its_time(
    browser, enrolment, quiz_key, attempt, address
):
    with time_machine.travel(MOMENT, tick=False):
        browser.post(address("submit"))
        for _try in range(2):
            again = attempts.start_attempt(
                enrolment, quiz_key, language="en", now=MOMENT
            )
            attempts.submit_attempt(again, language="en", now=MOMENT)
    with time_machine.travel(MOMENT + timedelta(minutes=9), tick=False):
        text = browser.get(
            reverse("quizzes:result", args=[again.uuid])
        ).content.decode()

    assert "A short pause: you can start again at 14:17." in text
    assert "Try again" not in text


def test_the_result_leads_to_the_next_attempt_with_other_questions(
    browser, address, quiz_key
):
    browser.post(address("submit"))
    start = reverse("quizzes:start", args=["small", quiz_key])

    page = browser.get(address("result")).content.decode()
    assert f'action="{start}"' in page
    assert 'name="number" value="2"' in page
    browser.post(start, {"number": 2})

    assert Attempt.objects.count() == 2


@pytest.fixture
def all_but_the_quiz(course, enrolment):
    for slug in ("small-one", "small-two", "small-beat"):
        complete_activity(
            enrolment, course.key(slug), language="en", now=datetime.now(UTC)
        )


def test_the_quiz_that_completes_the_course_shows_the_reward(
    browser, address, all_but_the_quiz, hand_in, monkeypatch
):
    monkeypatch.setattr(
        registries, "completion_rewards", [lambda enrolment: ("Mine", "/reward/")]
    )
    hand_in()

    text = browser.get(address("result")).content.decode()

    assert "You have completed the course" in text
    assert 'href="/reward/"' in text


@pytest.mark.parametrize(
    ("certifying", "said"),
    [
        (lambda ids, sectors: set(ids), "you find it here within a few minutes"),
        (lambda ids, sectors: set(), "This course gives no certificate."),
    ],
)
def test_the_quiz_that_completes_the_course_without_a_reward_yet(
    browser, address, all_but_the_quiz, hand_in, monkeypatch, certifying, said
):
    monkeypatch.setattr(registries, "completion_rewards", [])
    monkeypatch.setattr(registries, "certifying", [certifying])
    hand_in()

    text = browser.get(address("result")).content.decode()

    assert "You have completed the course" in text
    assert said in text


def test_the_result_of_a_quiz_that_a_newer_edition_dropped_still_answers(
    browser, address, course, enrolment, quiz_key
):
    browser.post(address("submit"))
    for language in ("en", "nl"):
        page = course.pages[language].get_descendants().get(slug="small-quiz")
        page.unpublish()
    edition = course.release(significance="material", note="No quiz")
    Enrolment.objects.filter(pk=enrolment.pk).update(edition=edition)

    response = browser.get(address("result"))

    assert response.status_code == 200
    assert response.context["title"] == "Quiz en"
    assert "Try again" not in response.content.decode()
    front = reverse("quizzes:front", args=["small", quiz_key])
    assert browser.get(front).status_code == 404


def test_what_the_employer_sees_is_said(browser, address):
    browser.post(address("submit"))

    text = browser.get(address("result")).content.decode()

    assert "That you passed, and the date. Not your score, not your answers." in text


@pytest.mark.parametrize("number", [1, 30])
def test_the_result_keeps_its_budget_whatever_the_size(
    sign_in, bob, beekstad, now, number, django_assert_max_num_queries
):
    from courses.domain.enrolment import enrol

    quiz = make_course(beekstad, code="big", bank_size=number, draw=number)
    quiz.release()
    mine = enrol(bob, quiz.course, now=now)
    attempt = attempts.start_attempt(mine, quiz.key("big-quiz"), language="en", now=now)
    attempts.submit_attempt(attempt, language="en", now=now)
    browser = sign_in(bob)
    with django_assert_max_num_queries(12):
        response = browser.get(reverse("quizzes:result", args=[attempt.uuid]))
    assert len(response.context["again"]) == number
