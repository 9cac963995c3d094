"""Attempts at the quiz of a small course, and questions whose key turns out wrong."""

from collections.abc import Collection
from datetime import datetime
from uuid import uuid4

from courses.domain.enrolment import enrol
from organisations.models import User
from quizzes.domain import attempts
from quizzes.domain.versions import content_in
from quizzes.models import Attempt, AttemptItem, Question, QuestionVersion
from tests.factories.courses import SmallCourse


def option_of(version: QuestionVersion, place: int) -> str:
    """The id of an option of a single choice, as they stand in the question. The first
    is right."""
    return content_in(version, "en")["options"][place]["id"]


def answer(item: AttemptItem, place: int, *, now: datetime) -> None:
    """Choose an option of an item."""
    attempts.save_answer(
        item,
        {"choice": option_of(item.version, place)},
        client=uuid4(),
        sequence=1,
        language="en",
        now=now,
    )


def begin(small: SmallCourse, user: User, *, now: datetime) -> Attempt:
    """An open attempt at the quiz of the course."""
    mine = enrol(user, small.course, now=now)
    key = small.key(f"{small.course.code}-quiz")
    return attempts.start_attempt(mine, key, language="en", now=now)


def hand_in(attempt: Attempt, *, wrong: Collection[int] = (), now: datetime) -> Attempt:
    """Answer all questions with the first option, those at places in `wrong` with the
    second, and hand it in."""
    for item in attempts.items_of(attempt):
        answer(item, int(item.position in wrong), now=now)
    return attempts.submit_attempt(attempt, language="en", now=now)


def places_of(attempt: Attempt, *, must_pass: bool) -> list[int]:
    items = attempts.items_of(attempt)
    return [item.position for item in items if item.version.must_pass is must_pass]


def item_at(attempt: Attempt, position: int) -> AttemptItem:
    return attempts.items_of(attempt)[position - 1]


def publish_key(version: QuestionVersion, right: int) -> None:
    """The question of a version is published with another option as the right one, in
    every language."""
    for question in Question.objects.filter(translation_key=version.question_key):
        body = list(question.body.raw_data)
        for place, option in enumerate(body[0]["value"]["options"]):
            option["value"]["correct"] = place == right
        field = Question._meta.get_field("body")
        question.body = field.to_python(body)
        question.save()
