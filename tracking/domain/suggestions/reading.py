"""What is suggested to a person, and their no to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from certificates.models import day_of
from courses.domain.equivalents import counting_for
from courses.domain.manifest import outline_of
from courses.models import Completion, Enrolment
from lms.texts import Spoken
from organisations.models import User
from tracking.domain.scope import confirmed_on
from tracking.models import Obligation, Suggestion


@dataclass(frozen=True)
class Suggested:
    """A course that is suggested to a person, and by which organisation."""

    uuid: UUID
    code: str
    title: Spoken
    minutes: int
    by: str
    # As the other courses on a home have them.
    is_begun: bool = False


def belonging_suggestions(day: date):
    """Suggestions to people who still belong where they were made, and that were not
    withdrawn."""
    places = confirmed_on(day).filter(
        user=OuterRef("user"),
        organisation__path__startswith=OuterRef("organisation__path"),
    )
    return Suggestion.objects.filter(Exists(places), withdrawn_at=None)


def open_suggestions(day: date):
    """Those of them that wait for an answer: nobody began, said no, or is asked it by
    now."""
    asked = Obligation.objects.on(day).filter(
        user=OuterRef("user"), requirement__course=OuterRef("course")
    )
    begun = Enrolment.objects.filter(user=OuterRef("user"), course=OuterRef("course"))
    return belonging_suggestions(day).filter(
        ~Exists(begun), ~Exists(asked), put_away_at=None
    )


def has_open_suggestions(user: User, day: date) -> Exists:
    """For any rows: whether something is suggested to a person."""
    return Exists(open_suggestions(day).filter(user=user.pk))


def suggested_to(
    user: User, *, day: date, language: str, besides: Collection[int]
) -> list[Suggested]:
    """What is suggested to a person, the latest first, each course once, and none of
    `besides`, which they know of anyway; in one query."""
    rows = (
        open_suggestions(day)
        .filter(user=user, course__current_edition__isnull=False)
        .select_related("course", "organisation")
    )
    found: dict[int, Suggested] = {}
    for row in rows:
        if row.course_id in besides or row.course_id in found:
            continue
        outline = outline_of(row.course.current_edition_id)
        if not outline.required_for([user.sector_id]):
            # They work in another sector by now.
            continue
        found[row.course_id] = Suggested(
            uuid=row.uuid,
            code=row.course.code,
            title=outline.title(outline.language_for(language), [user.sector_id]),
            minutes=outline.minutes_for([user.sector_id]),
            by=row.organisation.name,
        )
    return list(found.values())


def suggested_among(user, course_ids: Collection[int], day: date) -> set[int]:
    """The courses among these that were suggested to a person by where they belong: they
    may enrol, also after they said no; in one query."""
    if not user.is_authenticated:
        return set()
    rows = belonging_suggestions(day).filter(user=user, course__in=course_ids)
    return set(rows.order_by().values_list("course", flat=True))


def holders_among(users: Collection[int], course_id: int) -> set[int]:
    """Those of some people who completed a course, or another one that counted for it on
    that day; two queries."""
    others = {
        one.course_id: one for one in counting_for([course_id]).get(course_id, ())
    }
    rows = Completion.objects.filter(
        enrolment__user__in=users, enrolment__course__in=[course_id, *others]
    ).values_list("enrolment__user", "enrolment__course", "completed_at")
    return {
        user
        for user, done, at in rows
        if done == course_id or others[done].holds(day_of(at))
    }


def put_away(user: User, uuid: UUID, *, now: datetime) -> None:
    """Show a person a suggestion no more, nor others of the same course. One that is not
    theirs is left alone; twice is once."""
    course = Suggestion.objects.filter(user=user, uuid=uuid).values("course")
    Suggestion.objects.filter(user=user, course__in=course, put_away_at=None).update(
        put_away_at=now
    )
