"""The life of an attempt: start, save, submit. The server owns all of it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.domain.editions.comparing import still_counts
from courses.domain.manifest import outline_of
from courses.domain.progress import complete_activity, see_activity
from courses.exercises import kind_of
from courses.models import Enrolment
from lms.errors import DomainError
from quizzes.domain.drawing import draw
from quizzes.domain.versions import content_in, versions_of
from quizzes.models import Answer, Attempt, AttemptItem, GradeRecord

CLOSED = gettext_lazy("This quiz was handed in already. The answers of then are kept.")


class AttemptClosed(DomainError):  # noqa: N818 -- a state, not a fault
    """The attempt was handed in: what is saved now would not count."""


@dataclass(frozen=True)
class Gate:
    """Whether a new attempt may start; `opens_at` says when it will."""

    is_open: bool
    opens_at: datetime | None = None


def rules_of(enrolment: Enrolment, activity_key) -> dict:
    """The quiz's rules in the learner's edition. Raises DomainError when it has none."""
    found = outline_of(enrolment.edition_id).find(activity_key)
    if not found or found[1]["kind"] != "quiz":
        raise DomainError(_("This quiz is not part of your course."))
    return found[1]["rules"]


def asked_count(rules: dict) -> int:
    """How many questions an attempt asks: as many as are drawn, as far as there are."""
    return min(rules["draw"], len(rules["versions"]))


def points_needed(pass_percent: int, total: int) -> int:
    """The whole points out of `total` that reach the pass mark, rounded up."""
    return -(-pass_percent * total // 100)


def has_must_pass(rules: dict) -> bool:
    """Whether a quiz with these rules may ask something that must be right."""
    return any(one.must_pass for one in versions_of(rules["versions"]).values())


def attempts_of(enrolment: Enrolment, activity_key) -> list[Attempt]:
    """All attempts at a quiz in the enrolment's present cycle, the newest first."""
    return list(
        Attempt.objects.filter(
            enrolment=enrolment, activity_id=activity_key, cycle=enrolment.cycle
        ).order_by("-number")
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


def gate(rules: dict, mine: list[Attempt], *, now: datetime) -> Gate:
    """Attempts are unlimited; after the third, and each one after it, ten minutes
    pause (numbers from the quiz's rules). `mine` are the learner's, the newest first."""
    last = next((one for one in mine if one.submitted_at is not None), None)
    if not last or last.number < rules["pause_after"]:
        return Gate(is_open=True)
    opens_at = last.submitted_at + timedelta(minutes=rules["pause_minutes"])
    return Gate(is_open=now >= opens_at, opens_at=opens_at)


@transaction.atomic
def start_attempt(
    enrolment: Enrolment, activity_key, *, language: str, now: datetime
) -> Attempt:
    """The open attempt, or a new one with frozen questions and order.

    Raises DomainError during a pause.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    mine = attempts_of(enrolment, activity_key)
    for current in mine:
        if current.submitted_at is None:
            return current
    rules = rules_of(enrolment, activity_key)
    waiting = gate(rules, mine, now=now)
    if not waiting.is_open:
        raise DomainError(
            _("You can start again at %(time)s. Look at the lessons meanwhile.")
            % {"time": date_format(localtime(waiting.opens_at), "H:i")}
        )
    seed = secrets.randbits(62)
    rng = Random(seed)  # noqa: S311 -- a reproducible draw, not a secret
    asked = AttemptItem.objects.filter(attempt__in=mine)
    seen = set(asked.values_list("version__question_key", flat=True))
    versions = list(versions_of(rules["versions"]).values())
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        activity_id=activity_key,
        edition_id=enrolment.edition_id,
        cycle=enrolment.cycle,
        number=mine[0].number + 1 if mine else 1,
        seed=seed,
        pass_percent=rules["pass_percent"],
        language=language,
        started_at=now,
    )
    drawn = draw(versions, rules["draw"], seen=seen, rng=rng)
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            version=version,
            order=kind_of(content_in(version, language)).order(
                content_in(version, language), rng
            ),
        )
        for position, version in enumerate(drawn, start=1)
    )
    see_activity(enrolment, activity_key, now=now)
    return attempt


@transaction.atomic
def save_answer(
    item: AttemptItem,
    payload,
    *,
    client: UUID,
    sequence: int,
    language: str,
    now: datetime,
) -> None:
    """Append an answer; the same (client, sequence) again changes nothing.

    `payload` None takes the answer back. Acknowledge it when the transaction has
    committed, not before. Raises InvalidAnswer, or AttemptClosed when the attempt was
    handed in.
    """
    answer = None
    if payload is not None:
        content = content_in(item.version, language)
        answer = kind_of(content).clean(content, payload)
    # The lock orders this save against handing in: it lands before it or not at all.
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=item.attempt_id)
    if attempt.submitted_at is not None:
        raise AttemptClosed(str(CLOSED))
    Answer.objects.bulk_create(
        [
            Answer(
                item=item,
                client=client,
                sequence=sequence,
                payload=answer,
                received_at=now,
            )
        ],
        ignore_conflicts=True,
    )


@dataclass(frozen=True)
class Posted:
    """Where a plain form stood when it was sent.

    `shown` is the id of the answer it was filled with, None when it came up empty.
    `client` and `sequence` say which of a page's changes it holds; both None when the
    page has no script, or nothing was changed on it.
    """

    shown: int | None = None
    client: UUID | None = None
    sequence: int | None = None


def save_posted_answer(
    item: AttemptItem, data, *, posted: Posted, language: str, now: datetime
) -> bool:
    """Save what a form posted; False when the learner changed nothing on its page.

    A page that was open while the question was answered elsewhere still shows the old
    state: sending it on untouched must not undo the newer answer.
    """
    content = content_in(item.version, language)
    payload = kind_of(content).read(content, data)
    if posted.client is None:
        shown = item.answers.filter(pk=posted.shown).first() if posted.shown else None
        if payload == (shown.payload if shown else None):
            return False
    save_answer(
        item,
        payload,
        client=posted.client or uuid4(),
        sequence=posted.sequence or 0,
        language=language,
        now=now,
    )
    return True


def current_answers(attempt: Attempt) -> dict[int, Answer]:
    """{item id: the answer that counts}, without those taken back."""
    return fold_answers(Answer.objects.filter(item__attempt=attempt).order_by("pk"))


def first_open(attempt: Attempt) -> int:
    """Position of the first question without an answer; 1 when all have one."""
    answered = current_answers(attempt)
    if not answered:
        return 1
    positions = attempt.items.exclude(pk__in=answered).values_list(
        "position", flat=True
    )
    return min(positions, default=1)


def fold_answers(answers: Iterable[Answer]) -> dict[int, Answer]:
    """Fold answers in the order they were received: the last one counts. But a
    client's earlier answer that arrives late does not undo its later one."""
    latest: dict[tuple, int] = {}
    counting: dict[int, Answer] = {}
    for answer in answers:
        sender = (answer.item_id, answer.client)
        if answer.sequence < latest.get(sender, -1):
            continue
        latest[sender] = answer.sequence
        counting[answer.item_id] = answer
    return {pk: answer for pk, answer in counting.items() if answer.payload is not None}


def flag(item: AttemptItem, *, flagged: bool) -> None:
    """The learner's own bookmark on a question."""
    AttemptItem.objects.filter(pk=item.pk).update(flagged=flagged)


@transaction.atomic
def submit_attempt(attempt: Attempt, *, language: str, now: datetime) -> Attempt:
    """Hand in and grade; when passed, the quiz counts as completed.

    Handing in twice grades once.
    """
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment")
        .get(pk=attempt.pk)
    )
    if attempt.submitted_at is not None:
        return attempt
    answers = current_answers(attempt)
    items = items_of(attempt)
    GradeRecord.objects.bulk_create(
        GradeRecord(
            item=item,
            correctness=_correctness(item, answers.get(item.pk), language),
            reason="automatic",
            graded_at=now,
        )
        for item in items
    )
    attempt.submitted_at = now
    attempt.save(update_fields=["submitted_at"])
    # Inner: grading is folded from the rows just written.
    if _counts(attempt) and outcome_of(attempt, items=items).passed:
        complete_activity(
            attempt.enrolment, attempt.activity_id, language=language, now=now
        )
    return attempt


def _counts(attempt: Attempt) -> bool:
    """Whether passing it completes the quiz. One left over from an earlier cycle does
    not, nor one begun in an edition whose quiz was changed materially since."""
    enrolment = attempt.enrolment
    return attempt.cycle == enrolment.cycle and still_counts(
        attempt.activity_id,
        done_in=attempt.edition_id,
        now_in=enrolment.edition_id,
        language=attempt.language,
    )


def open_quizzes(enrolment: Enrolment) -> list[UUID]:
    """Keys of the quizzes of which the learner has an attempt open."""
    return list(
        Attempt.objects.filter(
            enrolment=enrolment, cycle=enrolment.cycle, submitted_at=None
        ).values_list("activity_id", flat=True)
    )


def _correctness(item, answer, language):
    content = content_in(item.version, language)
    verdict = kind_of(content).grade(content, answer.payload if answer else None)
    return None if verdict.correctness is None else round(verdict.correctness, 4)


@dataclass(frozen=True)
class Outcome:
    """What an attempt came to, folded from its grade records."""

    total: int
    right: int
    points: float
    needed: int
    must_pass_total: int
    must_pass_right: int
    passed: bool
    by_item: dict[int, float | None]

    @property
    def score(self) -> float:
        """Points as shown: one decimal, cut off, so that nobody reads 8 who has 7.96."""
        return int(round(self.points * 10000) // 1000) / 10

    @property
    def has_parts(self) -> bool:
        """Whether something was partly right, and counts in part."""
        return self.points != self.right


def outcome_of(attempt: Attempt, *, items: list[AttemptItem] | None = None) -> Outcome:
    """Fold the newest grade of every item. Passed: the pass mark is reached and every
    must-pass item is fully right (CURRICULUM, pass rules)."""
    if items is None:
        items = items_of(attempt)
    newest = {}
    for record in GradeRecord.objects.filter(item__attempt=attempt).order_by("pk"):
        newest[record.item_id] = record.correctness
    by_item = {item.pk: newest.get(item.pk) for item in items}
    graded = [float(value or 0) for value in by_item.values()]
    must = [item.pk for item in items if item.version.must_pass]
    must_right = sum(by_item[pk] == 1 for pk in must)
    points = sum(graded)
    # In whole numbers: 80 % of 10 is 8, and never 8.000000001.
    reached = round(points * 10000) * 100 >= attempt.pass_percent * len(items) * 10000
    return Outcome(
        total=len(items),
        right=sum(value == 1 for value in graded),
        points=points,
        needed=points_needed(attempt.pass_percent, len(items)),
        must_pass_total=len(must),
        must_pass_right=must_right,
        passed=bool(items) and reached and must_right == len(must),
        by_item=by_item,
    )
