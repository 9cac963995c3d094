"""A result is contested, answered in time, and nobody learns who it was."""

from datetime import timedelta

import pytest
from django.conf import settings

from courses.models import Term
from lms.models import AuditEntry, OutgoingMail
from organisations.enums import Role
from organisations.models import User
from quizzes.domain.contesting.answering import answer_contest
from quizzes.domain.contesting.giving import can_contest, contest, withdraw
from quizzes.domain.contesting.reading import own_contests
from quizzes.domain.contesting.reminding import remind_of_contests
from quizzes.enums import ContestOutcome, ContestState
from quizzes.models import Attempt, Contest
from tests.factories.facts import refused, writer
from tests.factories.organisations import last_body, last_mail
from tests.factories.quizzes import begin, hand_in, item_at

DAY = timedelta(days=1)


@pytest.fixture
def attempt(small_course, bob, now) -> Attempt:
    return hand_in(begin(small_course, bob, now=now), wrong=[1, 2], now=now)


@pytest.fixture
def author(beekstad, now) -> User:
    """Writes for the owner of the course."""
    return writer(beekstad, Role.AUTHOR, now=now)


@pytest.fixture
def contested(attempt, now) -> Contest:
    return contest(attempt, item_at(attempt, 1), reason="Two are right.", now=now)


def answer(contested, author, now, *, outcome="stands", words="Look at the fact."):
    return answer_contest(
        contested, outcome=outcome, words=words, actor=author, now=now
    )


def test_it_is_due_within_the_days_that_are_promised(contested, now):
    assert contested.due_at == now + timedelta(days=settings.RELAY_CONTEST_DAYS)
    assert contested.state == ContestState.OPEN
    assert contested.is_open
    assert AuditEntry.objects.get(action="quizzes.contested").actor is None


def test_one_question_and_the_whole_result_can_be_contested_once_each(
    attempt, contested, now
):
    contest(attempt, None, reason="The clock was wrong.", now=now)
    item = item_at(attempt, 1)
    refused("twice", contest, attempt, item, reason="Again", now=now)
    refused("twice", contest, attempt, None, reason="Again", now=now)
    withdraw(contested, now=now)
    assert contest(attempt, item, reason="Again", now=now).is_open


def test_a_reason_is_about_the_question_and_names_nobody(attempt, now):
    refused("empty", contest, attempt, None, reason="  ", now=now)
    refused("people", contest, attempt, None, reason="Call 0470 12 34 56", now=now)
    refused("long", contest, attempt, None, reason="a" * 1001, now=now)
    assert not Contest.objects.exists()


def test_what_is_open_or_not_kept_any_more_cannot_be_contested(
    small_course, attempt, charlie, now
):
    other = begin(small_course, charlie, now=now)
    assert not can_contest(other)
    refused("gone", contest, other, None, reason="No", now=now)
    Attempt.objects.filter(pk=attempt.pk).update(answers_gone_at=now)
    refused("gone", contest, attempt, None, reason="No", now=now)


def test_withdrawing_deletes_the_reason_and_is_once(contested, author, now):
    gone = withdraw(contested, now=now)
    assert (gone.state, gone.reason) == (ContestState.WITHDRAWN, "")
    assert withdraw(contested, now=now + DAY).withdrawn_at == now
    refused("state", answer, contested, author, now)


def test_an_answer_is_once_logged_and_told_to_the_learner(
    attempt, contested, author, now
):
    done = answer(contested, author, now + DAY)
    assert (done.state, done.answered_by) == (ContestState.ANSWERED, author)
    mail = last_mail(attempt.enrolment.user.email)
    assert mail.subject == "Your question about a result is answered: Quiz en"
    assert f"/attempt/{attempt.uuid}/result/#contested" in last_body(
        attempt.enrolment.user.email
    )
    entry = AuditEntry.objects.get(action="quizzes.contest_answered")
    assert entry.data == {"outcome": "stands", "in_time": True}
    refused("state", answer, contested, author, now)
    refused("answered", withdraw, contested, now=now)


def test_who_has_no_address_reads_it_beside_the_result(attempt, contested, author, now):
    User.objects.filter(pk=attempt.enrolment.user_id).update(email=None)
    late = answer(contested, author, now + 99 * DAY, outcome=ContestOutcome.CORRECTED)
    assert late.outcome == ContestOutcome.CORRECTED
    assert not OutgoingMail.objects.exists()
    assert not AuditEntry.objects.get(action="quizzes.contest_answered").data["in_time"]


def test_an_answer_says_what_and_why_in_words_a_learner_may_read(
    attempt, contested, author, now
):
    Term.objects.create(
        language="en", key="hotbed", forms="hotbed", reason="R", suggestion="S"
    )
    refused("outcome", answer, contested, author, now, outcome="")
    refused("empty", answer, contested, author, now, words=" ")
    refused("people", answer, contested, author, now, words="Ask an@example.org")
    refused("words", answer, contested, author, now, words="It is a hotbed.")
    refused("own", answer, contested, attempt.enrolment.user, now)
    assert Contest.objects.get().is_open


def test_those_who_write_for_the_owner_read_it_and_nobody_their_own(
    small_course, contested, author, alice, bob, charlie, now
):
    assert list(own_contests(author)) == [contested]
    assert not own_contests(alice).exists()
    assert not own_contests(charlie).exists()
    assert not own_contests(bob).exists()
    boss = User.objects.create_superuser("root@example.org", printed_name="Root")
    assert list(own_contests(boss)) == [contested]
    Attempt.objects.get().enrolment.__class__.objects.update(user=author)
    assert not own_contests(author).exists()
    assert list(Contest.objects.visible_to(author)) == [contested]
    from django.contrib.auth.models import AnonymousUser

    assert not Contest.objects.visible_to(AnonymousUser()).exists()


def test_authors_are_reminded_each_week_and_once_more_when_it_is_late(
    contested, author, alice, now
):
    for moment in (now, now + timedelta(hours=1)):
        assert remind_of_contests(moment) == 1
    assert last_mail(author.email).subject == "1 contested result waits for an answer"
    assert OutgoingMail.objects.count() == 1
    # Saturday, in the same week as the due date that passes.
    late = contested.due_at + timedelta(hours=1)
    remind_of_contests(contested.due_at - timedelta(hours=1))
    remind_of_contests(late)
    assert last_mail(author.email).subject == "1 contested result is late"
    assert OutgoingMail.objects.count() == 3
    answer(contested, author, late)
    assert remind_of_contests(late + 7 * DAY) == 0


def test_nobody_is_reminded_of_their_own(contested, author, now):
    Attempt.objects.get().enrolment.__class__.objects.update(user=author)
    assert remind_of_contests(now) == 0
    assert not OutgoingMail.objects.exists()
