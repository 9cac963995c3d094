"""From when a learner reads what was right, by the rules of the quiz in its edition: while
they are at it, after handing in, or once everybody they learn with has handed in.

Points, and whether it is passed, are told at once whatever the phase: a certificate waits
for nobody else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from courses.models import Enrolment
from organisations.domain.employers import employer_paths
from organisations.models import Membership
from quizzes.domain.attempts import rules_of_attempt
from quizzes.enums import FeedbackFrom
from quizzes.models import Attempt

# In a smaller group, being told would say of one known person that they handed in
# (ETHICS P6 names the same number for figures about people).
SMALLEST_GROUP = 8


@dataclass(frozen=True)
class Opening:
    """Whether what was right may be read. `latest` is when it may whatever others do;
    None where it waits for nobody."""

    is_open: bool
    latest: datetime | None = None


def opening_of(attempt: Attempt, *, now: datetime) -> Opening:
    """Of an attempt that was handed in. Three queries, and one for each department that
    the learner's is a part of; none where the quiz waits for nobody."""
    rules = rules_of_attempt(attempt)
    if rules.get("feedback") != FeedbackFrom.ALL:
        return Opening(is_open=True)
    latest = attempt.submitted_at + timedelta(days=rules["feedback_days"])
    return Opening(now >= latest or _all_handed_in(attempt), latest)


def _all_handed_in(attempt: Attempt) -> bool:
    """Whether all who learn this course where the learner works have handed in an attempt
    at the quiz in their present cycle, and are enough."""
    handed_in = Attempt.objects.filter(
        enrolment=OuterRef("pk"),
        cycle=OuterRef("cycle"),
        activity=attempt.activity_id,
        submitted_at__isnull=False,
    )
    together = _learning_with(attempt.enrolment)
    if together.filter(~Exists(handed_in)).exists():
        return False
    return len(together.values("pk")[:SMALLEST_GROUP]) >= SMALLEST_GROUP


def _learning_with(enrolment: Enrolment):
    """Enrolments in the course of everybody who works where a learner works today, their
    own among them; none for who works nowhere."""
    places = Q(pk__in=[])
    for path in employer_paths(enrolment.user_id):
        places |= Q(organisation__path__startswith=path)
    people = Membership.objects.current().filter(places).values("user")
    return Enrolment.objects.filter(course=enrolment.course_id, user__in=people)
