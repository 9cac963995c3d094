"""Many attempts at a quiz, written as the program leaves them behind."""

import uuid
from datetime import datetime, timedelta
from itertools import count

from courses.exercises import kind_of
from courses.models import Enrolment
from organisations.models import User
from quizzes.models import (
    Answer,
    Attempt,
    AttemptItem,
    Bank,
    GradeRecord,
    QuestionVersion,
)
from tests.factories.courses import SmallCourse
from tests.factories.exercises import answer_fields, posted

_numbers = count(1)


def versions_of(bank: Bank) -> list[QuestionVersion]:
    """A bank's frozen questions, by key."""
    return list(QuestionVersion.objects.filter(bank=bank).order_by("pk"))


def take_quiz(
    small: SmallCourse,
    rows: list[dict[QuestionVersion, bool | str | None]],
    *,
    now: datetime,
    language: str = "en",
    number: int = 1,
    cycle: int = 1,
    people: list[User] | None = None,
    is_submitted: bool = True,
    seconds: int = 30,
) -> list[User]:
    """One attempt for each row, of somebody new or of `people`: {version: whether it is
    answered rightly, or the id of the option that is chosen, or None}. Each answer comes
    `seconds` after the one before."""
    people = people or User.objects.bulk_create(
        User(email=f"taker-{next(_numbers)}@crowd.example") for _row in rows
    )
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                user=person,
                course=small.course,
                edition=small.course.current_edition,
                cycle=cycle,
                started_at=now,
            )
            for person in people
        ),
        ignore_conflicts=True,
    )
    enrolments = {
        enrolment.user_id: enrolment
        for enrolment in Enrolment.objects.filter(course=small.course, user__in=people)
    }
    attempts = Attempt.objects.bulk_create(
        Attempt(
            enrolment=enrolments[person.pk],
            activity_id=small.key(f"{small.course.code}-quiz"),
            edition=small.course.current_edition,
            cycle=cycle,
            number=number,
            seed=1,
            pass_percent=80,
            language=language,
            started_at=now,
            submitted_at=now + timedelta(hours=1) if is_submitted else None,
        )
        for person in people
    )
    items = AttemptItem.objects.bulk_create(
        AttemptItem(attempt=attempt, position=position, version=version)
        for attempt, row in zip(attempts, rows, strict=True)
        for position, version in enumerate(row, start=1)
    )
    chosen = [choice for row in rows for choice in row.values()]
    answers, grades = [], []
    for item, choice in zip(items, chosen, strict=True):
        content = next(iter(item.version.content.values()))
        kind, payload = kind_of(content), _payload(content, choice)
        if payload is not None:
            answers.append(
                Answer(
                    item=item,
                    client=uuid.uuid4(),
                    sequence=1,
                    payload=payload,
                    received_at=now + timedelta(seconds=seconds * item.position),
                )
            )
        correctness = kind.grade(content, payload).correctness
        if is_submitted:
            grades.append(
                GradeRecord(item=item, correctness=correctness, graded_at=now)
            )
    Answer.objects.bulk_create(answers)
    GradeRecord.objects.bulk_create(grades)
    return people


def _payload(content: dict, choice: bool | str | None):
    if choice is None:
        return None
    if isinstance(choice, str):
        return {"choice": choice}
    kind = kind_of(content)
    return kind.read(content, posted(answer_fields(content, right=choice)))
