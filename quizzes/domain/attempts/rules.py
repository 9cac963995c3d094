"""What a quiz asks, by the rules in the learner's edition."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.domain.manifest import outline_of
from courses.exercises import KINDS
from courses.models import Enrolment
from lms.errors import DomainError
from quizzes.domain.drawing import Draw
from quizzes.domain.versions import versions_of
from quizzes.enums import FeedbackFrom, QuizPart
from quizzes.models import Attempt, AttemptItem, QuestionVersion


def rules_of(enrolment: Enrolment, activity_key) -> dict:
    """The quiz's rules in the learner's edition. Raises DomainError when it has none."""
    found = outline_of(enrolment.edition_id).find(activity_key)
    if not found or found[1]["kind"] != "quiz":
        raise DomainError(_("This quiz is not part of your course."))
    return found[1]["rules"]


def rules_of_attempt(attempt: Attempt) -> dict:
    """The rules of the quiz in the edition in which an attempt was begun."""
    _module, activity = outline_of(attempt.edition_id).find(attempt.activity_id)
    return activity["rules"]


def part_of(attempt: Attempt) -> str:
    """Whether it is an attempt at a quiz, a pre-test or a post-test."""
    return rules_of_attempt(attempt).get("part", QuizPart.QUIZ)


def checks(attempt: Attempt) -> bool:
    """Whether its answers may be checked one by one before handing in."""
    return rules_of_attempt(attempt).get("feedback") == FeedbackFrom.DURING


def can_be_checked(item: AttemptItem) -> bool:
    """Whether the learner may have the answer to a question checked before handing in:
    the quiz says so, and it can be graded at once."""
    return checks(item.attempt) and KINDS[item.version.kind].graded


@dataclass(frozen=True)
class Size:
    """How many questions an attempt asks: `counting` of them give points, `besides`
    count for nothing. `left` more could be asked: with none, every attempt asks the
    same."""

    counting: int
    besides: int
    left: int


def questions_for(rules: dict, sectors: Iterable[str]) -> list[QuestionVersion]:
    """What people of these sectors may be asked: questions for all, and for them.

    A quiz whose questions are all for others asks them all the same, as nobody could
    pass what asks nothing; the checklist warned of it.
    """
    versions = list(versions_of(rules["versions"]).values())
    named = rules.get("sectors")
    if not named:
        return versions
    own = set(sectors)
    theirs = [
        one
        for one in versions
        if str(one.pk) not in named or own.intersection(named[str(one.pk)])
    ]
    return theirs if any(one.counts for one in theirs) else versions


def draws_of(rules: dict) -> list[Draw]:
    """The rules of the draw, as they were frozen."""
    return [
        Draw(row["count"], frozenset(row["from"])) for row in rules.get("draws", ())
    ]


def size_of(rules: dict, sectors: Iterable[str]) -> Size:
    """As many as are drawn, as far as there are for people of these sectors, and all
    that count for nothing."""
    versions = questions_for(rules, sectors)
    counting = sum(version.counts for version in versions)
    asked = min(rules["draw"], counting)
    return Size(asked, len(versions) - counting, counting - asked)


def points_needed(pass_percent: int, total: int) -> int:
    """The whole points out of `total` that reach the pass mark, rounded up."""
    return -(-pass_percent * total // 100)


def has_must_pass(rules: dict, sectors: Iterable[str]) -> bool:
    """Whether such a quiz may ask people of these sectors what must be right."""
    return any(one.must_pass for one in questions_for(rules, sectors))
