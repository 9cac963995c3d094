"""What the two sides read: who marks, of the answer and nobody; who learns, of the
marks and nobody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from courses.domain.enrolment import titles_of
from courses.exercises import KINDS
from courses.exercises.open_answer import points_of
from courses.exercises.typed import people_besides
from lms.texts import Spoken
from organisations.models import Membership, User
from quizzes.domain.attempts.reading import fold_answers
from quizzes.domain.versions import language_in, versions_of
from quizzes.models import AttemptItem, Mark, Marking, QuestionVersion

# A shorter word of a name, such as "de", stands in every sentence.
SHORTEST = 3
# Further words with a capital: what was noticed may be the first name alone.
MORE = r"(?:[ -](?:[Vv]an |[Dd]e[nr]? )*[^\W\d_a-zà-ÿ]\w+)*"


@dataclass(frozen=True)
class Waiting:
    """A line of the queue."""

    reference: str
    course: Spoken
    prompt: Spoken
    days: int
    is_late: bool
    is_mine: bool


def lines_of(
    markings: Iterable[Marking], *, user, language: str, now: datetime
) -> list[Waiting]:
    """Markings, each with its item, attempt and course, as lines of the queue; in three
    queries at most."""
    markings = list(markings)
    versions = versions_of(one.item.version_id for one in markings)
    titles = titles_of({one.course for one in markings}, language=language)
    return [
        Waiting(
            reference=one.reference,
            course=titles[one.course_id],
            prompt=_prompt(versions[one.item.version_id], one.item.attempt.language),
            days=max(0, (now - one.waiting_since).days),
            is_late=one.due_at <= now,
            is_mine=one.claimed_by_id == user.pk and one.claimed_until > now,
        )
        for one in markings
    ]


@dataclass(frozen=True)
class Criterion:
    """A line of the rubric as somebody marks it."""

    id: str
    text: str
    # {points: what has them}.
    levels: dict[int, str]


@dataclass(frozen=True)
class ToRead:
    """An answer as who marks it reads it. `hidden` is how many passages were left out
    of `text`, as they may say who wrote it or whom it is about."""

    reference: str
    prompt: Spoken
    explanation: str
    text: str
    hidden: int
    least: int
    most: int
    rubric: list[Criterion]


def to_read(marking: Marking) -> ToRead:
    """The answer that was handed in, without what points to its writer or to anybody."""
    attempt = marking.item.attempt
    version = versions_of([marking.item.version_id])[marking.item.version_id]
    language = language_in(version, attempt.language)
    content = version.content[language]
    text = _text_of(marking)
    shown, others = without(text, people_besides([content["prompt"]], text), more=MORE)
    shown, own = without(shown, _names_of(attempt.enrolment.user))
    return ToRead(
        reference=marking.reference,
        prompt=Spoken(content["prompt"], language),
        explanation=content["feedback"],
        text=shown,
        hidden=others + own,
        least=content["least"],
        most=content["most"],
        rubric=[
            Criterion(row["id"], row["text"], points_of(row))
            for row in content["rubric"]
        ],
    )


def without(text: str, words: Iterable[str], *, more: str = "") -> tuple[str, int]:
    """A text with a sign in the place of each of these words, however they are written,
    with what follows them by the pattern `more`; and how often."""
    found = "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))
    if not found:
        return text, 0
    instead = "[{}]".format(_("left out"))
    return re.subn(rf"(?<!\w)(?i:{found})(?!\w){more}", instead, text)


@dataclass(frozen=True)
class Line:
    """A line of the rubric with what was given for it."""

    text: str
    language: str
    given: int
    most: int


@dataclass(frozen=True)
class Told:
    """What a learner reads of an answer that people mark; nothing yet while it
    `is_waiting`. There are no `lines` where more than one mark counts."""

    is_waiting: bool
    due_at: datetime
    lines: tuple[Line, ...] = ()
    words: tuple[str, ...] = ()
    is_forgotten: bool = False


def told_of(items: Iterable[AttemptItem], *, language: str) -> dict[int, Told]:
    """{item id: what its writer reads} of those of an attempt's items that people mark;
    in two queries, and in none where there is no such item."""
    marked = {item.pk: item for item in items if KINDS[item.version.kind].marked}
    if not marked:
        return {}
    markings = Marking.objects.filter(item__in=marked).prefetch_related("marks")
    return {one.item_id: _told(one, marked[one.item_id], language) for one in markings}


def _told(marking: Marking, item: AttemptItem, language: str) -> Told:
    if marking.decided_at is None:
        return Told(is_waiting=True, due_at=marking.due_at)
    marks = list(marking.marks.all())
    # A third one decides alone.
    counting = marks[-1:] if len(marks) == 3 else marks
    return Told(
        is_waiting=False,
        due_at=marking.due_at,
        lines=_lines(counting[0], item, language) if len(counting) == 1 else (),
        words=tuple(mark.feedback for mark in counting if mark.feedback),
        is_forgotten=marking.forgotten_at is not None,
    )


def _lines(mark: Mark, item: AttemptItem, language: str) -> tuple[Line, ...]:
    language = language_in(item.version, language)
    return tuple(
        Line(row["text"], language, mark.points[row["id"]], row["points"])
        for row in item.version.content[language]["rubric"]
    )


def _prompt(version: QuestionVersion, language: str) -> Spoken:
    language = language_in(version, language)
    return Spoken(version.content[language]["prompt"], language)


def _text_of(marking: Marking) -> str:
    answers = fold_answers(marking.item.answers.order_by("pk"))
    answer = answers.get(marking.item_id)
    return answer.payload["text"] if answer else ""


def _names_of(learner: User) -> set[str]:
    """What would say who wrote it: their name and its parts, how they sign in, and where
    they work."""
    places = Membership.objects.filter(user=learner).select_related("organisation")
    email = learner.email or ""
    names = {learner.printed_name, email, email.partition("@")[0]}
    names |= {one.organisation.name for one in places}
    names |= {one.badge_number for one in places}
    parts = re.split(r"[\s-]+", learner.printed_name)
    return {one for one in (*names, *parts) if len(one) >= SHORTEST}
