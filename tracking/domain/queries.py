"""Reads with names."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, DateField, F, Q, Value
from django.urls import reverse

from courses.domain.enrolment import titles_of
from courses.domain.equivalents import counting_for, counts_for, others_of
from courses.domain.manifest import outline_of
from courses.models import Course, Enrolment
from organisations.models import Organisation
from tracking.domain.person import Record
from tracking.domain.scope import requirements_of
from tracking.domain.waived import with_waivers
from tracking.models import AcceptedEvidence, Obligation, Requirement


def required_among(user, course_ids: Collection[int], day: date) -> set[int]:
    """The courses among these that an organisation of theirs asks of a person on a day,
    that it accepts as well, or that count for one that it asks; in two queries."""
    if not user.is_authenticated:
        return set()
    rows = requirements_of(user, day).values_list("course", "accepted__course")
    rows = list(rows)
    asked = {course for course, _other in rows}
    accepted = {other for _course, other in rows if other is not None}
    as_well = {
        wanted
        for wanted, others in counting_for(course_ids).items()
        if any(one.course_id in asked and one.holds(day) for one in others)
    }
    return ((asked | accepted) & set(course_ids)) | as_well


def is_asked_again(enrolment: Enrolment, day: date) -> bool:
    """Whether a course is asked of a person on a day, or one for which it counts or is
    accepted, whose certificate for that is running out or has run out, by its own date or by what is
    asked."""
    course = enrolment.course_id
    as_well = counts_for(Value(course), course="requirement__course", on="today")
    accepted = AcceptedEvidence.objects.filter(course=course)
    asked = list(
        Obligation.objects.on(day)
        .annotate(today=Value(day, output_field=DateField()))
        .filter(
            Q(requirement__course=course)
            | Q(requirement__in=accepted.values("requirement"))
            | Q(as_well),
            user=enrolment.user_id,
        )
        .select_related("requirement")
    )
    if not asked:
        return False
    record = Record(Enrolment.objects.filter(user=enrolment.user_id), day)
    return any(record.runs_out(one.requirement) for one in asked)


def asked_of(course: Course, day: date):
    """Ids of the people of whom an organisation asks a course on a day."""
    return Obligation.objects.on(day).filter(requirement__course=course).values("user")


def first_required_url(user, day: date) -> str | None:
    """The course that is asked of a person and due first; None when none is, or they are
    exempt."""
    theirs = with_waivers(Obligation.objects.on(day).filter(user=user), day)
    begun = {one.requirement_id: one for one in theirs}
    due = [
        # Before the obligation is there, its last day in time is known all the same.
        (begun[one.pk].due if one.pk in begun else one.due_from(day), one.pk, one)
        for one in requirements_of(user, day).select_related("course")
        if one.pk not in begun or begun[one.pk].exempt_until is None
    ]
    if not due:
        return None
    _due, _pk, first = min(due)
    return reverse("courses:course", args=[first.course.code])


def requirements_over(organisation: Organisation):
    """What is asked of people of an organisation: by itself, by one above it of all of
    them, or by a part of it of its own."""
    above = [int(pk) for pk in organisation.path.split("/") if pk]
    return Requirement.objects.filter(
        Q(organisation__in=above) | Q(organisation__path__startswith=organisation.path)
    )


def requirements_reaching(organisation: Organisation):
    """What an organisation or a body above it asks of its people, in force today."""
    above = [int(pk) for pk in organisation.path.split("/") if pk]
    return (
        Requirement.objects.filter(organisation__in=above, ends_on__isnull=True)
        .select_related("organisation", "sector", "course")
        .prefetch_related("accepted__course")
        .order_by("organisation__path", "-starts_on", "-pk")
    )


def requirements_above(organisation: Organisation):
    """What bodies above an organisation ask of its people too, in force today."""
    return requirements_reaching(organisation).exclude(organisation=organisation)


def requirements_by(organisation: Organisation):
    """What an organisation asks or asked itself, in force first, the latest first; with
    `people`, the number of those it concerns today."""
    return (
        Requirement.objects.filter(organisation=organisation)
        .annotate(
            people=Count("obligations", filter=Q(obligations__closed_on__isnull=True))
        )
        .select_related("sector", "course")
        .prefetch_related("accepted__course")
        .order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "-pk")
    )


def course_title(course: Course, language: str) -> str:
    """A released course's title in a language, or in the nearest one it has."""
    outline = outline_of(course.current_edition_id)
    return outline.course["title"].get(outline.language_for(language), course.code)


def titles_that_count(
    courses: Iterable[int], *, day: date, language: str
) -> dict[int, list[str]]:
    """{course id: titles of the other courses that count for it on a day}."""
    others = others_of(set(courses), day=day)
    all_of_them = [course for found in others.values() for course in found]
    titles = titles_of(all_of_them, language=language)
    return {
        wanted: [titles[course.pk] for course in found]
        for wanted, found in others.items()
    }
