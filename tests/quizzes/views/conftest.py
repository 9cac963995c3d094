from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.domain.enrolment import enrol
from courses.exercises import kind_of
from quizzes.domain import attempts
from quizzes.domain.versions import content_in
from quizzes.models import Attempt, AttemptItem
from tests.factories.courses import afresh, make_course, standing
from tests.factories.exercises import KINDS, answer_fields, posted
from tests.factories.organisations import OrganisationFactory
from tests.factories.standing import sign_in

__all__ = ["sign_in"]


@pytest.fixture(scope="module")
def standing_course(django_db_setup, django_db_blocker):
    def build():
        owner = OrganisationFactory(name="Beekstad", code="beekstad")
        small = make_course(owner, kinds=KINDS, bank_size=12, draw=12)
        small.release()
        return small

    with standing(build, django_db_blocker) as small:
        yield small


@pytest.fixture
def course(standing_course, db):
    """A released course whose quiz asks twelve questions, one at least of each kind."""
    return afresh(standing_course)


@pytest.fixture
def beekstad(course):
    return course.course.owner


@pytest.fixture
def enrolment(course, bob):
    return enrol(bob, course.course, now=timezone.now())


@pytest.fixture
def quiz_key(course):
    return course.key("small-quiz")


@pytest.fixture
def attempt(enrolment, quiz_key) -> Attempt:
    """Bob's, with nothing answered."""
    return attempts.start_attempt(
        enrolment, quiz_key, language="en", now=timezone.now()
    )


@pytest.fixture
def browser(sign_in, bob, enrolment) -> Client:
    """Bob's, who is in the course."""
    return sign_in(bob)


@pytest.fixture
def address(attempt) -> Callable[..., str]:
    """Of a page of Bob's attempt."""

    def url(view: str, *more) -> str:
        return reverse(f"quizzes:{view}", args=[attempt.uuid, *more])

    return url


@pytest.fixture
def item(attempt) -> Callable[..., AttemptItem]:
    """An item of Bob's attempt, by place or by kind."""

    def one(position: int = 1, *, kind: str = "") -> AttemptItem:
        items = list(attempt.items.select_related("version"))
        if kind:
            return next(row for row in items if row.version.kind == kind)
        return items[position - 1]

    return one


def fields_of(item: AttemptItem, *, right: bool = True) -> dict:
    """What a form posts to answer an item."""
    return answer_fields(content_in(item.version, "en"), right=right)


def payload_of(item: AttemptItem) -> dict | None:
    """The answer that counts."""
    counting = attempts.current_answers(item.attempt).get(item.pk)
    return counting.payload if counting else None


@pytest.fixture
def hand_in(attempt):
    """Answer Bob's attempt, wrong at some places, and hand it in."""

    def done(*, wrong=(), now=None) -> Attempt:
        from uuid import uuid4

        now = now or timezone.now()
        for row in attempt.items.select_related("version"):
            content = content_in(row.version, "en")
            fields = fields_of(row, right=row.position not in wrong)
            payload = kind_of(content).read(content, posted(fields))
            attempts.save_answer(
                row,
                payload,
                client=uuid4(),
                sequence=1,
                language="en",
                now=now - timedelta(minutes=1),
            )
        return attempts.submit_attempt(attempt, language="en", now=now)

    return done
