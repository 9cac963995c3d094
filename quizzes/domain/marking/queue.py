"""The queue: what waits for a person who may mark."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from quizzes.domain.marking.colleagues import colleagues_of
from quizzes.models import Mark, Marking
from quizzes.rules import marking_at


def open_to(user, *, now: datetime) -> QuerySet[Marking]:
    """What a person may mark and has not, the oldest first, whether or not somebody else
    has taken it: of the courses of their own bodies, by nobody they work with, and not
    by themselves."""
    learner = OuterRef("item__attempt__enrolment__user")
    return (
        Marking.objects.filter(
            decided_at=None,
            given__lt=F("needed"),
            course__owner__in=marking_at(user),
        )
        .exclude(item__attempt__enrolment__user=user)
        .exclude(Exists(Mark.objects.filter(marking=OuterRef("pk"), marker=user)))
        .exclude(Exists(colleagues_of(user, now=now).filter(user=learner)))
        .select_related("course", "item__attempt")
        .order_by("waiting_since", "pk")
    )


def free_for(user, *, now: datetime) -> Q:
    """Nobody else has taken it, or not within the time one has."""
    return Q(claimed_by=None) | Q(claimed_by=user) | Q(claimed_until__lte=now)


def queue_of(user, *, now: datetime) -> QuerySet[Marking]:
    """What a person can begin with now."""
    return open_to(user, now=now).filter(free_for(user, now=now))


@dataclass(frozen=True)
class Progress:
    """Where somebody is who marks: "3 of 12" is the third of today's twelve."""

    done: int
    left: int

    @property
    def position(self) -> int:
        return self.done + 1

    @property
    def total(self) -> int:
        return self.done + self.left


def progress_of(user, *, now: datetime) -> Progress:
    """What a person marked today, and what they still can."""
    midnight = timezone.localtime(now).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return Progress(
        done=Mark.objects.filter(marker=user, marked_at__gte=midnight).count(),
        left=queue_of(user, now=now).count(),
    )
