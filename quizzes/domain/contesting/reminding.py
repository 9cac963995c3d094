"""A letter to those who can answer, while results wait for it."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from courses.domain.feedback.reading import AUTHORING
from lms.mail import Mail, send_after_commit
from organisations.models import Membership, User
from quizzes.models import Contest


def remind_of_contests(now: datetime) -> int:
    """Tell people who write for the owner of a course that results wait for an answer:
    once a week each, and once more in the week in which one is late. Returns to how
    many a letter was written or had been. Run it as often as you like."""
    waiting = defaultdict(list)
    for owner, due_at, user in (
        Contest.objects.open()
        .order_by("due_at")
        .values_list(
            "attempt__enrolment__course__owner", "due_at", "attempt__enrolment__user"
        )
    ):
        waiting[owner].append((due_at, user))
    return sum(_remind(user, own, now=now) for user, own in _to_answer(waiting, now))


def _to_answer(waiting: dict, now: datetime) -> list[tuple[User, list[datetime]]]:
    """Each person with an address, and when what they can answer is due: nobody their
    own."""
    roles = Membership.objects.on(timezone.localdate(now)).filter(
        organisation__in=waiting,
        role__in=AUTHORING,
        user__is_active=True,
        user__email__isnull=False,
    )
    bodies = defaultdict(set)
    for membership in roles.select_related("user"):
        bodies[membership.user].add(membership.organisation_id)
    return [
        (
            user,
            sorted(due for body in held for due, by in waiting[body] if by != user.pk),
        )
        for user, held in bodies.items()
    ]


@transaction.atomic
def _remind(user: User, due: list[datetime], *, now: datetime) -> bool:
    if not due:
        return False
    late = sum(one < now for one in due)
    year, week, _day = timezone.localdate(now).isocalendar()
    urgency = "late" if late else "open"
    send_after_commit(
        Mail(
            template="quizzes/mail/contests_wait",
            to=[user.email],
            language=user.language,
            context={
                "count": len(due),
                "late": late,
                "first": due[0],
                "link": reverse("quiz_contests"),
            },
            idempotency_key=f"quizzes.contests:{user.pk}:{year}-{week}:{urgency}",
        ),
        now=now,
    )
    return True
