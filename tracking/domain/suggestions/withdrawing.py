"""Taking a suggestion back: of one person, of some, or of all to whom it was made at
once. It stands under Today no longer, lets nobody in any more, and what was not sent
about it is not. Whoever began the course keeps what they began.

Who began, did the course or put it away is told to nobody here either
(tracking.domain.suggestions.choosing).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from courses.models import Course
from lms import audit
from lms.errors import DomainError
from lms.mail import withhold
from organisations.models import Organisation, User
from tracking.domain.suggestions.telling import key_of
from tracking.models import Suggestion


@dataclass(frozen=True)
class Act:
    """A course that was suggested to people at once: by whom and when, to how many, and
    of how many it was taken back."""

    uuid: UUID
    course: Course
    by: User
    made_at: datetime
    people: int
    withdrawn: int

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn == self.people


def acts_of(organisation: Organisation) -> QuerySet:
    """What an organisation suggested, the latest first: a row of values for each act, for
    `read_acts`."""
    return (
        Suggestion.objects.filter(organisation=organisation)
        .values("act", "course")
        .annotate(
            at=Min("made_at"),
            who=Min("by"),
            people=Count("pk"),
            withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)),
        )
        .order_by("-at", "act")
    )


def read_acts(rows: Collection[dict]) -> list[Act]:
    """These acts, with their courses and who did them; two queries."""
    courses = Course.objects.in_bulk({row["course"] for row in rows})
    people = User.objects.in_bulk({row["who"] for row in rows})
    return [
        Act(
            uuid=row["act"],
            course=courses[row["course"]],
            by=people[row["who"]],
            made_at=row["at"],
            people=row["people"],
            withdrawn=row["withdrawn"],
        )
        for row in rows
    ]


def act_of(organisation: Organisation, act: UUID) -> Act | None:
    """One act of an organisation; None where it is none of its own."""
    found = read_acts(acts_of(organisation).filter(act=act))
    return found[0] if found else None


def suggested_in(organisation: Organisation, act: UUID) -> QuerySet[Suggestion]:
    """The suggestions of an act, by the names of their people."""
    return (
        Suggestion.objects.filter(organisation=organisation, act=act)
        .select_related("user", "withdrawn_by")
        .order_by("user__printed_name", "pk")
    )


@transaction.atomic
def withdraw_suggestions(
    organisation: Organisation,
    act: UUID,
    *,
    chosen: Collection[int] | None,
    actor: User,
    now: datetime,
) -> int:
    """Take back the suggestions of an act with these ids, or all of them (None); returns
    how many. Raises DomainError `nobody` where none of them is left to take back."""
    rows = Suggestion.objects.select_for_update(of=("self",)).filter(
        organisation=organisation, act=act, withdrawn_at=None
    )
    if chosen is not None:
        rows = rows.filter(pk__in=chosen)
    # In one order: who takes back the same at once waits, and finds it done.
    taken = list(rows.select_related("course").order_by("pk"))
    if not taken:
        raise DomainError(
            _("There is nothing left to withdraw of those you chose. Choose others."),
            code="nobody",
        )
    pks = [one.pk for one in taken]
    Suggestion.objects.filter(pk__in=pks).update(withdrawn_at=now, withdrawn_by=actor)
    withhold([key_of(pk) for pk in pks], now=now)
    audit.record_all(
        "tracking.suggestion_withdrawn",
        actor=actor,
        subjects={one: {"course": one.course.code, "act": str(act)} for one in taken},
        organisation=organisation,
        now=now,
    )
    return len(taken)
