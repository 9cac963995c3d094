"""Contesting a result on its page, and answering in the content admin."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Role
from quizzes.models import Contest
from tests.factories.facts import writer
from tests.quizzes.views.test_regrades import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(beekstad):
    """She writes for the body that owns the course."""
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def contested(attempt, hand_in, item) -> Contest:
    hand_in(wrong=[1])
    now = timezone.now()
    return Contest.objects.create(
        attempt=attempt,
        item=item(1),
        reason="Two are right.",
        made_at=now,
        due_at=now + timedelta(days=15),
    )


def test_a_learner_contests_reads_the_state_and_withdraws(
    browser, address, hand_in, attempt
):
    hand_in(wrong=[1])
    result = words_of(browser.get(address("result")))
    assert "Contest it: you have an answer within 15 days." in result
    assert "I do not agree with question 1" in result
    page = browser.get(address("contest_question", 1))
    assert "No names, no details of a person" in words_of(page)

    done = browser.post(
        address("contest_question", 1), {"reason": "Two are right."}, follow=True
    )
    assert done.redirect_chain[-1][0] == address("result") + "#contested"
    assert "Being answered" in words_of(done)
    assert "You wrote: Two are right." in words_of(done)
    assert "I do not agree with question 1" not in words_of(done)
    assert "Contest the whole result" in words_of(done)

    one = Contest.objects.get()
    back = browser.post(address("withdraw", one.uuid), follow=True)
    assert "Withdrawn, and your reason is deleted." in words_of(back)
    assert "Two are right." not in words_of(back)
    assert "I do not agree with question 1" in words_of(back)


def test_what_points_to_a_person_is_changed_or_confirmed(browser, address, hand_in):
    hand_in()
    text = "Ask Kevin Janssens about it."
    page = browser.post(address("contest"), {"reason": text})
    assert page.status_code == 422
    assert "This may point to a person." in words_of(page)
    assert not Contest.objects.exists()
    button = page.content.decode().split('name="confirm" value="')[1].split('"')[0]
    browser.post(address("contest"), {"reason": text, "confirm": button})
    assert Contest.objects.get().item is None


def test_what_cannot_be_contested_is_not_there_or_says_why(
    browser, address, attempt, hand_in
):
    assert browser.get(address("contest"))["Location"] == address("review")
    hand_in()
    assert browser.get(address("contest_question", 99)).status_code == 404
    attempt.refresh_from_db()
    attempt.answers_gone_at = timezone.now()
    attempt.save()
    page = browser.get(address("contest"))
    assert "The answers are not kept any more" in words_of(page)
    assert "Contest the whole result" not in words_of(browser.get(address("result")))


def test_an_author_answers_without_seeing_who_it_is(
    sign_in, alice, bob, browser, address, contested
):
    admin = sign_in(alice)
    queue = admin.get(reverse("quiz_contests"))
    assert "Two are right." in words_of(queue)
    where = reverse("quiz_contest", args=[contested.uuid])
    page = admin.get(where)
    for shown in (queue, page):
        assert bob.printed_name not in shown.content.decode()
        assert bob.email not in shown.content.decode()
    assert "Two are right." in words_of(page)

    empty = admin.post(where, {"outcome": "stands", "answer": " "})
    assert empty.status_code == 422
    assert "Say why: the learner reads it." in words_of(empty)
    done = admin.post(where, {"outcome": "stands", "answer": "It is in the lesson."})
    assert done["Location"] == reverse("quiz_contests")
    result = words_of(browser.get(address("result")))
    assert "The result stands" in result
    assert "It is in the lesson." in result
    assert alice.printed_name not in result
    late = browser.post(address("withdraw", contested.uuid), follow=True)
    assert "It was answered already." in words_of(late)
    assert "It is in the lesson." in words_of(admin.get(where))
    assert "Answered or withdrawn" in words_of(admin.get(reverse("quiz_contests")))


def test_a_question_that_is_put_right_leads_to_its_regrade(sign_in, alice, contested):
    where = reverse("quiz_contest", args=[contested.uuid])
    done = sign_in(alice).post(
        where, {"outcome": "corrected", "answer": "You are right."}
    )
    version = contested.item.version
    assert done["Location"] == reverse(
        "bank_regrade_new", args=[version.bank_id, version.pk]
    )


def test_a_whole_result_shows_all_that_counts_and_the_score(sign_in, alice, contested):
    Contest.objects.update(
        item=None, due_at=timezone.now(), made_at="2026-01-01T00:00Z"
    )
    admin = sign_in(alice)
    page = admin.get(reverse("quiz_contest", args=[contested.uuid]))
    # Areas are drawn on their picture as learners have it.
    assert "courses/exercises.css" in page.text
    assert len(page.context["items"]) == 12
    assert "11 of 12; 10 were needed" in words_of(page)
    assert "late" in words_of(page)
    done = admin.post(
        reverse("quiz_contest", args=[contested.uuid]),
        {"outcome": "corrected", "answer": "You are right."},
    )
    assert done["Location"] == reverse("quiz_contests")


def test_strangers_and_the_learner_find_nothing_in_the_queue(
    sign_in, charlie, bob, contested
):
    where = reverse("quiz_contest", args=[contested.uuid])
    for person in (bob, charlie):
        assert sign_in(person).get(where).status_code == 404
    mine = reverse("quizzes:withdraw", args=[contested.attempt.uuid, contested.uuid])
    assert sign_in(charlie).post(mine).status_code == 404
    assert Contest.objects.get().is_open


def test_an_empty_queue_says_what_will_stand_there(sign_in, alice):
    page = sign_in(alice).get(reverse("quiz_contests"))
    assert "Nothing waits." in words_of(page)


def test_the_queue_asks_as_often_for_many_as_for_one(sign_in, alice, contested):
    admin = sign_in(alice)
    counted = []
    for more in (0, 29):
        for _one in range(more):
            contested.pk, contested.uuid = None, None
            contested.uuid = Contest().uuid
            contested.withdrawn_at, contested.reason = timezone.now(), ""
            contested.save()
        admin.get(reverse("quiz_contests"))
        with CaptureQueriesContext(connection) as queries:
            page = admin.get(reverse("quiz_contests"))
        counted.append(len(queries))
    assert len(page.context["open"]) + len(page.context["closed"]) == 30
    assert counted[0] == counted[1]
