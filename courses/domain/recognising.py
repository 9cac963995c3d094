"""Trainings that were followed elsewhere, written down as completions of a course.

A recognised completion counts like any other for whoever asks what somebody completed:
requirements, prerequisites, courses that count for another. It stands outside the cycles
(`cycle` 0), so progress, renewal and practices of the course itself know nothing of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from courses.enums import CompletionBasis
from courses.models import Completion, Course, Enrolment
from organisations.models import User

# Outside the cycles, which are counted from 1.
RECOGNISED_CYCLE = 0
# The days of a training are days there, whatever clock the server keeps.
BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True)
class Training:
    """What somebody followed elsewhere. `given_by` is an organisation, never a person."""

    user: User
    sector_id: str
    trained_on: date
    given_by: str


def noon_of(day: date) -> datetime:
    """The moment a recognised training is completed: noon of its day in Brussels."""
    return datetime.combine(day, time(12), tzinfo=BRUSSELS)


@transaction.atomic
def recognise(
    course: Course, trainings: Sequence[Training], *, now: datetime
) -> list[Completion]:
    """The completions of a course for these trainings, in their order.

    Who is not in the course is put in its newest released edition; who is stays where
    they are. Once is enough: a training of the same day and sector is the completion
    that is there. As many queries for many as for one. The caller has decided that they
    are recognised, and writes that down.
    """
    enrolments = _enrolments(course, {one.user.pk: one.user for one in trainings}, now)
    _give_sectors(enrolments, trainings)
    Completion.objects.bulk_create(
        (
            Completion(
                enrolment=enrolments[one.user.pk],
                sector_id=one.sector_id,
                cycle=RECOGNISED_CYCLE,
                edition_id=course.current_edition_id,
                language=one.user.language,
                minutes=0,
                completed_at=noon_of(one.trained_on),
                basis=CompletionBasis.RECOGNISED,
                given_by=one.given_by,
            )
            for one in trainings
        ),
        ignore_conflicts=True,
    )
    # Those that were there keep their keys: none of the new ones was told its own.
    written = {
        (row.enrolment.user_id, row.sector_id, row.completed_at): row
        for row in Completion.objects.filter(
            enrolment__in=enrolments.values(),
            basis=CompletionBasis.RECOGNISED,
            completed_at__in={noon_of(one.trained_on) for one in trainings},
        ).select_related("enrolment__course", "enrolment__user", "sector")
    }
    return [
        written[one.user.pk, one.sector_id, noon_of(one.trained_on)]
        for one in trainings
    ]


def _enrolments(course: Course, people: dict[int, User], now: datetime) -> dict:
    """{user id: their enrolment, locked}, made where there was none."""
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                user=person,
                course=course,
                edition_id=course.current_edition_id,
                started_at=now,
            )
            for person in people.values()
        ),
        ignore_conflicts=True,
    )
    # In one order whoever asks, so that two at once do not wait for each other.
    held = (
        Enrolment.objects.select_for_update(of=("self",))
        .filter(course=course, user__in=people)
        .order_by("pk")
    )
    return {one.user_id: one for one in held}


def _give_sectors(enrolments: dict, trainings: Sequence[Training]) -> None:
    through = Enrolment.sectors.through
    through.objects.bulk_create(
        (
            through(enrolment_id=enrolments[one.user.pk].pk, sector_id=one.sector_id)
            for one in trainings
        ),
        ignore_conflicts=True,
    )
