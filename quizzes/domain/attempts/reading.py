"""What there is of an attempt: its questions, and the answers that count."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import BigIntegerField, UUIDField

from courses.models import Enrolment
from lms.prepared import Given, Prepared
from quizzes.domain.versions import versions_of
from quizzes.models import Answer, Attempt, AttemptItem

# What a position can be at the most.
MOST_QUESTIONS = 32_767


def attempts_of(enrolment: Enrolment, activity_key) -> list[Attempt]:
    """All attempts at a quiz in the enrolment's present cycle, the newest first."""
    return list(
        Attempt.objects.filter(
            enrolment=enrolment, activity_id=activity_key, cycle=enrolment.cycle
        ).order_by("-number")
    )


def open_quizzes(enrolment: Enrolment) -> list[UUID]:
    """Keys of the quizzes of which the learner has an attempt open."""
    return list(
        Attempt.objects.filter(
            enrolment=enrolment, cycle=enrolment.cycle, submitted_at=None
        ).values_list("activity_id", flat=True)
    )


def items_of(attempt: Attempt) -> list[AttemptItem]:
    """The questions of an attempt in their order, each with its attempt and version; in
    one query once this process knows the versions."""
    items = list(attempt.items.all())
    versions = versions_of(item.version_id for item in items)
    for item in items:
        item.attempt = attempt
        item.version = versions[item.version_id]
    return items


def item_of(user, attempt: UUID, position: int) -> AttemptItem | None:
    """One question of a learner's own attempt, with its attempt and version, in one query
    once this process knows the version; None for everybody else, and where there is no
    such question."""
    if not (user.is_authenticated and 0 < position <= MOST_QUESTIONS):
        return None
    rows = _OWN_ITEM.ask(user=user.pk, attempt=attempt, position=position)
    for item in rows:
        item.version = versions_of([item.version_id])[item.version_id]
    return next(iter(rows), None)


# Asked for each answer that is saved.
_OWN_ITEM: Prepared[AttemptItem] = Prepared(
    lambda: AttemptItem.objects.select_related("attempt").filter(
        attempt__in=Attempt.objects.of_person(Given("user", BigIntegerField())).filter(
            uuid=Given("attempt", UUIDField())
        ),
        position=Given("position", BigIntegerField()),
    )
)


def current_answers(attempt: Attempt) -> dict[int, Answer]:
    """{item id: the answer that counts}, without those taken back."""
    return fold_answers(Answer.objects.filter(item__attempt=attempt))


def fold_answers(answers: Iterable[Answer]) -> dict[int, Answer]:
    """Fold answers in the order they were given: the last one counts. What waited on a
    device without a line was given before what came from another one meanwhile, and a
    client's earlier answer that arrives late does not undo its later one."""
    latest: dict[tuple, int] = {}
    counting: dict[int, Answer] = {}
    for answer in sorted(answers, key=lambda one: (one.given_at, one.pk)):
        sender = (answer.item_id, answer.client)
        if answer.sequence < latest.get(sender, -1):
            continue
        latest[sender] = answer.sequence
        counting[answer.item_id] = answer
    return {pk: answer for pk, answer in counting.items() if answer.payload is not None}


def first_open(attempt: Attempt) -> int:
    """Position of the first question without an answer; 1 when all have one."""
    answered = current_answers(attempt)
    if not answered:
        return 1
    positions = attempt.items.exclude(pk__in=answered).values_list(
        "position", flat=True
    )
    return min(positions, default=1)
