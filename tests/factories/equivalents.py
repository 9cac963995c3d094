"""Courses without pages, and courses that count for each other."""

from datetime import date

from courses.models import Course, EquivalenceGroup, Equivalent
from organisations.models import Organisation

LONG_AGO = date(2020, 1, 1)


def bare_course(owner: Organisation, code: str, **fields) -> Course:
    """A course that nobody can take: it has neither pages nor an edition."""
    return Course.objects.create(owner=owner, code=code, **fields)


def make_equivalents(
    *courses: Course,
    owner: Organisation | None = None,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> EquivalenceGroup:
    """A group of the first course's owner."""
    group = EquivalenceGroup.objects.create(
        name="Alike", owner=owner or courses[0].owner
    )
    for course in courses:
        Equivalent.objects.create(
            group=group, course=course, starts_on=starts_on, ends_on=ends_on
        )
    return group
