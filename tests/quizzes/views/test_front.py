from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from courses.domain.enrolment import enrol
from courses.domain.progress import complete_activity
from quizzes.domain import attempts
from quizzes.models import Attempt
from tests.factories.courses import make_course

COURSE = reverse("courses:course", args=["small"])
# 14:07 in Brussels.
MOMENT = datetime(2026, 12, 1, 13, 7, tzinfo=UTC)


@pytest.fixture
def front(quiz_key):
    return reverse("quizzes:front", args=["small", quiz_key])


@pytest.fixture
def start(quiz_key):
    return reverse("quizzes:start", args=["small", quiz_key])


@pytest.fixture
def try_three_times(enrolment, quiz_key):
    def tries(now):
        for _try in range(3):
            attempt = attempts.start_attempt(
                enrolment, quiz_key, language="en", now=now
            )
            attempts.submit_attempt(attempt, language="en", now=now)

    return tries


def test_the_front_page_says_the_rules(browser, front, start):
    text = browser.get(front).content.decode()

    assert "12 questions; 10 right are enough (80 %)." in text
    assert "Some must be right to pass." in text
    assert "Try as often as you like" in text
    assert "From attempt 3 on, 10 minutes lie between one attempt and the next." in text
    assert "About 8 minutes. No time limit." in text
    assert f'action="{start}"' in text
    assert "Start the quiz" in text


def test_a_bank_smaller_than_the_draw_promises_no_more_than_it_has(
    sign_in, bob, beekstad, now
):
    tiny = make_course(beekstad, code="tiny", bank_size=4, draw=10)
    tiny.release()
    enrol(bob, tiny.course, now=now)

    page = sign_in(bob).get(
        reverse("quizzes:front", args=["tiny", tiny.key("tiny-quiz")])
    )

    assert "4 questions; 4 right are enough" in page.content.decode()


def test_other_questions_are_promised_only_where_there_are_more_than_are_asked(
    bob, browser, front, beekstad, hand_in, address, now
):
    large = make_course(beekstad, code="large", bank_size=5, draw=4)
    large.release()
    mine = enrol(bob, large.course, now=now)
    key = large.key("large-quiz")
    place = reverse("quizzes:front", args=["large", key])

    # The bank of the small course holds what an attempt asks, and no more.
    assert "asks the same questions, in another order" in browser.get(front).text
    assert "asks other questions" in browser.get(place).text
    hand_in(wrong=range(1, 13))
    begun = attempts.start_attempt(mine, key, language="en", now=now)
    attempts.submit_attempt(begun, language="en", now=now)

    same, other = (
        browser.get(address("result")).text,
        browser.get(reverse("quizzes:result", args=[begun.uuid])).text,
    )
    assert "Each attempt asks the same questions, in another order." in same
    assert "asks other" not in same
    assert "Each attempt asks other questions." in other
    assert "Try again, with other questions" not in browser.get(front).text
    assert "Try again, with other questions" in browser.get(place).text


def test_the_front_page_is_for_those_in_the_course(
    client, sign_in, enrolment, charlie, front, start
):
    stranger = sign_in(charlie)
    sign_in_page = f"{reverse('account_login')}?next={front}"

    assert stranger.get(front)["Location"] == COURSE
    assert stranger.post(start)["Location"] == COURSE
    assert client.get(front)["Location"] == sign_in_page
    assert client.post(start)["Location"] == sign_in_page
    assert not Attempt.objects.exists()


def test_a_lesson_is_no_quiz(browser, course):
    for view, method in (("front", browser.get), ("start", browser.post)):
        response = method(
            reverse(f"quizzes:{view}", args=["small", course.key("small-one")])
        )
        assert response.status_code == 404
        assert "This part is not in your course" in response.content.decode()


def test_start_leads_to_the_first_question(browser, start):
    response = browser.post(start)

    attempt = Attempt.objects.get()
    assert response["Location"] == reverse("quizzes:question", args=[attempt.uuid, 1])


def test_start_again_goes_on_at_the_first_open_question(
    browser, sign_in, bob, start, front, attempt, item
):
    from tests.quizzes.views.conftest import fields_of

    first = reverse("quizzes:question", args=[attempt.uuid, 1])
    browser.post(first, fields_of(item(1)) | {"go": "2"})

    assert "Go on with your attempt" in browser.get(front).content.decode()
    for language in ("en", "nl"):
        response = sign_in(bob, language).post(start)
        assert response["Location"] == reverse(
            "quizzes:question", args=[attempt.uuid, 2]
        )
    assert Attempt.objects.count() == 1


def test_each_button_says_which_attempt_it_leads_to(browser, front, start, now):
    for number in (1, 2):
        assert f'name="number" value="{number}"' in browser.get(front).content.decode()
        browser.post(start, {"number": number})
        page = browser.get(front).content.decode()
        assert "Go on with your attempt" in page
        assert f'name="number" value="{number}"' in page
        attempts.submit_attempt(
            Attempt.objects.get(number=number), language="en", now=now
        )


def test_a_start_that_arrives_late_leads_to_the_result(browser, start, attempt, now):
    attempts.submit_attempt(attempt, language="en", now=now)

    response = browser.post(start, {"number": 1})

    assert response["Location"] == reverse("quizzes:result", args=[attempt.uuid])
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 400, "\u0663"])
def test_a_number_nobody_gave_out_starts_all_the_same(browser, start, number):
    assert "/attempt/" in browser.post(start, {"number": number})["Location"]


def test_start_takes_a_post_only(browser, start):
    assert browser.get(start).status_code == 405
    assert not Attempt.objects.exists()


def test_start_with_everything_answered_leads_to_the_first_question(
    browser, start, attempt, item
):
    from tests.quizzes.views.conftest import fields_of

    for position in range(1, 13):
        browser.post(
            reverse("quizzes:question", args=[attempt.uuid, position]),
            fields_of(item(position)),
        )

    assert browser.post(start)["Location"] == reverse(
        "quizzes:question", args=[attempt.uuid, 1]
    )


def test_after_the_third_attempt_the_pause_is_told_with_its_time(
    browser, front, start, try_three_times
):
    try_three_times(MOMENT)
    with time_machine.travel(MOMENT + timedelta(minutes=2), tick=False):
        page = browser.get(front).content.decode()
        refused = browser.post(start, follow=True)

    assert "A short pause: you can start again at 14:17." in page
    assert f'action="{start}"' not in page
    assert refused.redirect_chain == [(front, 302)]
    text = refused.content.decode()
    assert text.count("<p>You can start again at 14:17. Look at the lessons") == 1
    assert Attempt.objects.count() == 3


def test_the_pause_ends(browser, front, start, try_three_times):
    try_three_times(MOMENT)
    with time_machine.travel(MOMENT + timedelta(minutes=10), tick=False):
        assert "Try again" in browser.get(front).content.decode()
        browser.post(start)

    assert Attempt.objects.count() == 4


def test_another_persons_pause_and_attempts_are_not_mine(
    sign_in, charlie, course, front, start, try_three_times
):
    from courses.domain.enrolment import enrol

    try_three_times(MOMENT)
    enrol(charlie, course.course, now=MOMENT)
    browser = sign_in(charlie)
    with time_machine.travel(MOMENT + timedelta(minutes=2), tick=False):
        response = browser.get(front)
        browser.post(start)

    assert response.context["handed_in"] == []
    assert Attempt.objects.filter(enrolment__user=charlie).count() == 1


def test_earlier_attempts_are_linked(browser, front, try_three_times):
    try_three_times(MOMENT)

    text = browser.get(front).content.decode()

    for attempt in Attempt.objects.all():
        assert reverse("quizzes:result", args=[attempt.uuid]) in text


def test_a_passed_quiz_says_so_and_leads_on(browser, front, enrolment, quiz_key, now):
    complete_activity(enrolment, quiz_key, language="en", now=now)

    text = browser.get(front).content.decode()

    assert "Passed" in text
    assert f'href="{reverse("courses:resume", args=["small"])}"' in text


def test_the_front_page_keeps_its_budget(
    browser, front, try_three_times, django_assert_max_num_queries
):
    try_three_times(MOMENT)
    browser.get(front)
    with django_assert_max_num_queries(12):
        browser.get(front)


def test_a_first_start_asks_little(
    browser, front, start, django_assert_max_num_queries
):
    # This process knows the edition and its questions.
    browser.get(front)
    # Session and person; way and progress; the attempt with its lock and its savepoint.
    with django_assert_max_num_queries(11):
        browser.post(start, {"number": 1})

    assert Attempt.objects.count() == 1
