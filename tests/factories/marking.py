"""A course whose quiz asks for texts, learners who wrote some, and people who mark."""

from datetime import timedelta
from uuid import uuid4

from courses.domain.enrolment import enrol
from courses.exercises import kind_of
from organisations.enums import Role
from quizzes.domain import attempts
from quizzes.domain.marking.giving import Given
from quizzes.domain.versions import content_in
from quizzes.models import Attempt, AttemptItem, Marking
from tests.factories.courses import SmallCourse, make_course
from tests.factories.exercises import answer_fields, posted
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

TEXT = "I say what I saw."


def make_written_course(*, draw: int = 3) -> SmallCourse:
    """Of a house that employs no learner: a question to choose in, and two to write."""
    house = OrganisationFactory(name="House of training", code="house")
    return make_course(
        house,
        kinds=("single_choice", "open_answer", "open_answer"),
        bank_size=3,
        draw=draw,
    )


def make_marker(small: SmallCourse, role: str = Role.TRAINER, **fields):
    """Somebody who may mark for a course."""
    user = UserFactory(**fields)
    MembershipFactory(user=user, organisation=small.course.owner, role=role)
    return user


def hand_in(
    user,
    small: SmallCourse,
    *,
    now,
    text: str = TEXT,
    right: bool = True,
    language="en",
) -> Attempt:
    """An attempt of somebody, with this text for every question that asks for one."""
    attempt = attempts.start_attempt(
        enrol(user, small.course, now=now),
        small.key(f"{small.course.code}-quiz"),
        language=language,
        now=now,
    )
    for item in attempt.items.select_related("version", "attempt"):
        content = content_in(item.version, language)
        if item.version.kind == "open_answer":
            payload = {"text": text} if text else None
        else:
            data = posted(answer_fields(content, right=right))
            payload = kind_of(content).read(content, data)
        attempts.save_answer(
            item, payload, client=uuid4(), sequence=1, language=language, now=now
        )
    return attempts.submit_attempt(
        attempt, language=language, now=now + timedelta(minutes=1)
    )


def markings_of(attempt: Attempt) -> list[Marking]:
    return list(Marking.objects.filter(item__attempt=attempt).order_by("pk"))


def given_of(item: AttemptItem, thirds: int, words: str = "Say more.") -> Given:
    """So many of the three points of an item's rubric."""
    content = content_in(item.version, "en")
    one, two = (row["id"] for row in content["rubric"])
    points = {0: (0, 0), 1: (1, 0), 2: (0, 2), 3: (1, 2)}[thirds]
    return Given(dict(zip((one, two), points, strict=True)), words)
