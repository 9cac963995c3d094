"""Enrolling, what a person may enrol in, and doing a course again."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses import registries
from courses.domain.equivalents import held_by
from courses.domain.manifest import Outline, outline_of, outlines_of
from courses.domain.progress import complete_sectors
from courses.enums import Access
from courses.models import Completion, Course, Enrolment
from courses.rules import can_author
from courses.signals import enrolment_started
from lms import audit
from lms.errors import DomainError
from lms.models import AuditEntry
from lms.texts import Spoken


def missing_prerequisites(user, course: Course, *, now: datetime) -> list[Course]:
    """Courses that `user` has to complete before `course`, in their own order. One that
    counts for another, and a certificate in force, will do."""
    wanted = list(course.prerequisites.all())
    if not wanted:
        return []
    held = held_by(user, now=now, wanted=[one.pk for one in wanted])
    return [one for one in wanted if one.pk not in held]


def titles_of(
    courses: Iterable[Course], *, language: str, sector: str | None = None
) -> dict[int, Spoken]:
    """{course id: its title in `language` or the nearest one, as people of a sector know
    it}; the code where a course has no edition yet."""
    courses = list(courses)
    outlines = outlines_of([c.current_edition_id for c in courses])
    titles = {}
    for course in courses:
        outline = outlines.get(course.current_edition_id)
        titles[course.pk] = (
            outline.title(outline.language_for(language), [sector])
            if outline
            else Spoken(course.code, "")
        )
    return titles


def may_enrol(user, course: Course) -> bool:
    """Open courses are for everyone; others for whom a higher floor vouches, such as
    an organisation that requires them; practice courses for authors of their owner."""
    return course.pk in may_enrol_in(user, [course])


def may_enrol_in(user, courses: Iterable[Course]) -> set[int]:
    """Ids of the courses among these for which that holds; as many queries for many as
    for one, and none beyond those for practice courses where all are open."""
    courses = list(courses)
    found = {one.pk for one in courses if one.is_open and not one.is_practice}
    found |= {one.pk for one in courses if one.is_practice and can_author(user, one)}
    closed = {one.pk for one in courses if not one.is_practice} - found
    for vouch in registries.enrolment_grounds if closed else ():
        found |= vouch(user, closed)
    return found


def may_see(user, course: Course) -> bool:
    """Whether a course exists for somebody who is not in it."""
    return course.is_open or (user.is_authenticated and may_enrol(user, course))


def may_see_among(user, courses: Iterable[Course]) -> set[int]:
    """Ids of the courses among these that exist for somebody who is in none of them."""
    courses = list(courses)
    found = {course.pk for course in courses if course.is_open}
    return found | may_enrol_in(user, courses) if user.is_authenticated else found


def begun_by(user) -> set[int]:
    """Ids of the courses that somebody is in, or was."""
    if not user.is_authenticated:
        return set()
    return set(Enrolment.objects.visible_to(user).values_list("course", flat=True))


def reachable_among(user, courses: Iterable[Course], *, begun: Collection[int]) -> set:
    """Ids of the courses among these that have a page for somebody who is in those
    `begun`; what is not released has none."""
    released = [one for one in courses if one.current_edition_id]
    others = [one for one in released if one.pk not in begun]
    return {one.pk for one in released if one.pk in begun} | may_see_among(user, others)


def access_to(course: Course, *, reachable: Collection[int]) -> Access:
    """What lets somebody in, or keeps them out, who can go to the `reachable` courses."""
    if course.current_edition_id is None:
        return Access.UNRELEASED
    if course.pk in reachable:
        return Access.OPEN if course.is_open else Access.ADMITTED
    return Access.PRACTICE if course.is_practice else Access.INVITATION


@transaction.atomic
def enrol(user, course: Course, *, now: datetime) -> Enrolment:
    """Put a person in the course's current edition, for their sector. Twice is once.

    Raises DomainError when the course is not released, not open to the person, needs
    another course first, holds nothing for their sector, or, with the code "sector",
    when the person has not said it.
    """
    existing = Enrolment.objects.filter(user=user, course=course).first()
    if existing:
        return existing
    if course.current_edition_id is None:
        raise DomainError(_("This course has not been released yet."))
    if not may_enrol(user, course):
        if course.is_practice:
            raise DomainError(
                _("This course is for the authors of its owner, to practise in.")
            )
        raise DomainError(_("This course is by invitation of your organisation."))
    if user.sector_id is None:
        raise DomainError(
            _("Tell us your sector first: it decides what you learn."), code="sector"
        )
    if not outline_of(course.current_edition_id).required_for([user.sector_id]):
        raise DomainError(_("This course has nothing for your sector yet."))
    if missing := missing_prerequisites(user, course, now=now):
        titles = titles_of(missing, language=get_language(), sector=user.sector_id)
        raise DomainError(
            _("Another course comes first: %s.") % ", ".join(titles.values())
        )
    enrolment, created = Enrolment.objects.get_or_create(
        user=user,
        course=course,
        defaults={"edition_id": course.current_edition_id, "started_at": now},
    )
    if created:
        enrolment.sectors.add(user.sector_id)
        transaction.on_commit(
            lambda: enrolment_started.send(Enrolment, enrolment_id=enrolment.pk)
        )
    return enrolment


def is_time_again(enrolment: Enrolment) -> bool:
    """Whether a higher floor vouches that a completed course is to be done again."""
    return any(vouch(enrolment) for vouch in registries.renewal_grounds)


def covers(completed: set[str], outline: Outline, sectors: Iterable[str]) -> bool:
    """Whether completions for the sectors `completed` are all that an edition asks of
    `sectors`; it may hold nothing for some of these."""
    needed = {code for code in sectors if outline.required_for([code])}
    return bool(needed) and needed <= completed


def is_completed(enrolment: Enrolment) -> bool:
    """Whether the present cycle is completed for all the sectors the course is done for."""
    completed = enrolment.completions.filter(cycle=enrolment.cycle)
    return covers(
        set(completed.values_list("sector_id", flat=True)),
        outline_of(enrolment.edition_id),
        enrolment.sectors.values_list("pk", flat=True),
    )


@transaction.atomic
def begin_again(
    enrolment: Enrolment, *, now: datetime, is_offered: bool = False
) -> Enrolment:
    """Open the next cycle of an enrolment, in the course's current edition.

    What belongs to earlier cycles stays as it is. Raises DomainError when the present
    cycle is not completed ("under_way"), when it is not offered and no higher floor
    vouches that it is time ("not_yet"), or when the current edition holds nothing for the person's sectors.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("course", "user")
        .get(pk=enrolment.pk)
    )
    if not is_completed(enrolment):
        raise DomainError(_("You are in the middle of this course."), code="under_way")
    if not (is_offered or is_time_again(enrolment)):
        raise DomainError(
            _("There is no need to do this course again yet."), code="not_yet"
        )
    course = enrolment.course
    outline = outline_of(course.current_edition_id)
    sectors = enrolment.sectors.values_list("pk", flat=True)
    if not any(outline.required_for([code]) for code in sectors):
        raise DomainError(_("This course has nothing for your sector yet."))
    audit.record(
        "courses.begun_again",
        actor=enrolment.user,
        subject=enrolment,
        now=now,
        data={"cycle": enrolment.cycle + 1, "edition": course.current_edition_id},
    )
    enrolment.cycle += 1
    enrolment.edition_id = course.current_edition_id
    enrolment.save(update_fields=["cycle", "edition"])
    return enrolment


def cycle_began(enrolment: Enrolment) -> datetime:
    """When the present cycle of an enrolment began; nothing done before belongs to it.
    One query at most, two where accounts were merged since."""
    if enrolment.cycle == 1:
        return enrolment.started_at
    begun = AuditEntry.objects.filter(
        action="courses.begun_again",
        subject_type=enrolment._meta.label,
        subject_id=str(enrolment.pk),
        data__cycle=enrolment.cycle,
    )
    found = begun.values_list("at", flat=True).first()
    return found or _last_completed(enrolment) or enrolment.started_at


def _last_completed(enrolment: Enrolment) -> datetime | None:
    """When the cycle before was completed: the present one came later."""
    before = enrolment.completions.filter(cycle=enrolment.cycle - 1)
    return before.aggregate(last=Max("completed_at"))["last"]


def follow_sector(user) -> list[Completion]:
    """Add the sector a person works in now to the courses they are in, and return the
    completions that this brings about at once.

    Sectors they had stay: what was earned stays. A course that is not for the sector,
    or whose edition holds nothing for it, is left alone. Twice is once.
    """
    if user.sector_id is None:
        return []
    completions = []
    for pk in _without_sector().filter(user=user).values_list("pk", flat=True):
        completions += _gain_sector(pk, user)
    return completions


def sweep(now: datetime) -> int:
    """Add sectors whose change was not heard of; return how many completions follow.

    Those whose edition holds nothing for the sector are many, and stay so: they are
    passed over without a question to the database.
    """
    behind = _without_sector().select_related("user").order_by("pk")
    return sum(
        len(_gain_sector(enrolment.pk, enrolment.user))
        for enrolment in behind.iterator(chunk_size=200)
        if outline_of(enrolment.edition_id).required_for([enrolment.user.sector_id])
    )


def _without_sector():
    """Enrolments that lack the sector their person works in, in courses for it."""
    theirs = Enrolment.sectors.through.objects.filter(
        enrolment=OuterRef("pk"), sector=OuterRef("user__sector")
    )
    return Enrolment.objects.filter(
        ~Exists(theirs),
        Q(course__sectors=None) | Q(course__sectors=F("user__sector")),
        user__sector__isnull=False,
    )


@transaction.atomic
def _gain_sector(enrolment_id: int, user) -> list[Completion]:
    # The same lock as for completing, so that the two come one after the other.
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment_id)
    if not outline_of(enrolment.edition_id).required_for([user.sector_id]):
        return []
    enrolment.sectors.add(user.sector_id)
    return complete_sectors(enrolment, language=user.language)
