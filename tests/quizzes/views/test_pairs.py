"""The pages of a pre-test and a post-test."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.domain.enrolment import enrol
from quizzes.domain import attempts
from tests.factories.courses import afresh, standing
from tests.factories.pairs import pre_key, released_pair, take


@pytest.fixture(scope="module")
def standing_pair(django_db_setup, django_db_blocker):
    with standing(released_pair, django_db_blocker) as small:
        yield small


@pytest.fixture
def pair(standing_pair, db):
    return afresh(standing_pair)


@pytest.fixture
def beekstad(pair):
    return pair.course.owner


@pytest.fixture
def mine(pair, bob):
    return enrol(bob, pair.course, now=timezone.now())


@pytest.fixture
def post_key(pair):
    return pair.key("small-quiz")


def page(attempt, view="result") -> str:
    return reverse(f"quizzes:{view}", args=[attempt.uuid])


def test_the_front_page_offers_it_and_a_way_past_it(sign_in, bob, pair, mine):
    front = reverse("quizzes:front", args=["small", pre_key()])
    browser = sign_in(bob)

    text = browser.get(front).text

    assert "It counts for nothing" in text or "They count for nothing" in text
    lesson = reverse("courses:play", args=["small", pair.key("small-one")])
    assert f'href="{lesson}"' in text
    assert "to pass" not in text
    take(mine, pre_key(), now=timezone.now())
    done = browser.get(front).text
    assert "It is done once." in done
    assert "Start the pre-test" not in done


def test_nothing_says_what_was_right_before_the_post_test(sign_in, bob, mine, post_key):
    attempt = take(mine, pre_key(), now=timezone.now(), wrong={0})
    browser = sign_in(bob)

    before = browser.get(page(attempt))

    assert "Thank you" in before.text
    assert "again" in before.context
    assert before.context["again"] == []
    assert "outcome" not in before.context
    for word in ("Passed", "Not yet passed", "Worth another look"):
        assert word not in before.text

    post = take(mine, post_key, now=timezone.now())
    after = browser.get(page(attempt))
    assert len(after.context["again"]) == 4
    assert "courses/exercises.css" in after.text
    assert page(post) in after.text


def test_a_question_of_it_need_not_be_right(sign_in, bob, mine, pair):
    attempt = attempts.start_attempt(mine, pre_key(), language="en", now=timezone.now())
    browser = sign_in(bob)
    items = {item.position: item for item in attempt.items.select_related("version")}
    assert any(item.version.must_pass for item in items.values())

    for position in items:
        address = reverse("quizzes:question", args=[attempt.uuid, position])
        assert "Must be right" not in browser.get(address).text
    review = browser.get(page(attempt, "review"))
    assert not any(row["must_pass"] for row in review.context["rows"])


def test_the_gain_is_shown_to_the_person_alone(
    sign_in, bob, alice, charlie, mine, post_key, django_assert_max_num_queries
):
    take(mine, pre_key(), now=timezone.now(), wrong={0, 1, 2})
    post = take(mine, post_key, now=timezone.now())
    browser = sign_in(bob)
    browser.get(page(post))

    with django_assert_max_num_queries(15):
        own = browser.get(page(post))

    assert own.context["gain"]["whole"].before == 1
    assert "Before and after" in own.text
    assert {str(row["title"]) for row in own.context["gain"]["steps"]} <= {
        "Lesson one en",
        "Lesson two en",
    }
    for other in (alice, charlie):
        assert sign_in(other).get(page(post)).status_code == 404


def test_without_a_pre_test_no_gain_is_shown(sign_in, bob, mine, post_key):
    post = take(mine, post_key, now=timezone.now())

    text = sign_in(bob).get(page(post)).text

    assert "Before and after" not in text
