"""What is asked of people, and what they hold, on days of a test's choice."""

import itertools
from datetime import UTC, date, datetime, time, timedelta

from certificates.enums import CertificateType, EventKind
from certificates.models import Certificate, CertificateEvent
from courses.models import Activity, ActivityProgress, Completion, Enrolment
from organisations.enums import Role
from organisations.models import Membership, Organisation, User
from tracking.enums import WaiverKind, WaiverReason
from tracking.models import Requirement, Waiver

_numbers = itertools.count(1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def make_department(parent: Organisation, code: str, name: str) -> Organisation:
    department = Organisation.objects.create(
        name=name,
        code=code,
        parent=parent,
        level="DEP",
        language_regime=parent.language_regime,
    )
    department.path = f"{parent.path}{department.pk}/"
    department.save(update_fields=["path"])
    return department


def make_member(
    organisation: Organisation,
    *,
    name: str = "",
    sector: str = "POL",
    starts_on: date = date(2026, 1, 1),
    ends_on: date | None = None,
    role: str = Role.LEARNER,
    is_self_declared: bool = False,
) -> User:
    number = next(_numbers)
    user = User.objects.create_user(
        f"member{number}@relay.example",
        printed_name=name or f"Member {number:04} Łuczak",
        # They have read it in their invitation.
        name_checked_at=datetime.combine(starts_on, time.min, tzinfo=UTC),
        sector_id=sector,
        language="en",
    )
    Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        is_self_declared=is_self_declared,
    )
    return user


def make_requirement(
    organisation: Organisation,
    course,
    *,
    sector: str = "POL",
    starts_on: date = date(2026, 1, 1),
    due_days: int = 60,
    renew_months: int | None = None,
    **limits,
) -> Requirement:
    """The row alone: nobody has an obligation yet."""
    return Requirement.objects.create(
        organisation=organisation,
        sector_id=sector,
        course=course,
        due_days=due_days,
        renew_months=renew_months,
        starts_on=starts_on,
        **limits,
    )


def make_enrolment(user: User, course, on: date, *, sector: str = "POL") -> Enrolment:
    enrolment, _created = Enrolment.objects.get_or_create(
        user=user,
        course=course,
        defaults={"edition_id": course.current_edition_id, "started_at": noon(on)},
    )
    enrolment.sectors.add(sector)
    return enrolment


def make_progress(enrolment: Enrolment, on: date, *, count: int = 1) -> None:
    """The first `count` activities of the course done on a day."""
    for activity in Activity.objects.filter(course=enrolment.course_id).order_by("pk")[
        :count
    ]:
        ActivityProgress.objects.get_or_create(
            enrolment=enrolment,
            activity=activity,
            cycle=enrolment.cycle,
            defaults={
                "started_at": noon(on),
                "last_seen_at": noon(on),
                "completed_at": noon(on),
            },
        )


def make_completion(user: User, course, on: date, *, sector: str = "POL") -> Completion:
    """A completion in the next cycle; the enrolment is made when there is none."""
    enrolment = make_enrolment(user, course, on - timedelta(days=1), sector=sector)
    held = enrolment.completions.filter(sector_id=sector).count()
    return Completion.objects.create(
        enrolment=enrolment,
        sector_id=sector,
        cycle=held + 1,
        edition_id=course.current_edition_id,
        language="en",
        minutes=22,
        completed_at=noon(on),
    )


def make_certificate(
    user: User,
    course,
    on: date,
    *,
    sector: str = "POL",
    valid_until: date | None = None,
) -> Certificate:
    certificate = Certificate.objects.create(
        number=f"TST-{next(_numbers):06}",
        completion=make_completion(user, course, on, sector=sector),
        holder=user,
        type=CertificateType.CERTIFICATE,
        sector_id=sector,
        language="en",
        words={
            "names": {"en": "Frontline Prevention"},
            "printed_name": user.printed_name,
            "issuer": {"id": course.owner_id},
        },
        awarded_at=noon(on),
        awarded_on=on,
        valid_until=valid_until,
    )
    add_event(certificate, EventKind.AWARDED, on)
    return certificate


def add_event(certificate: Certificate, kind: EventKind, on: date) -> None:
    CertificateEvent.objects.create(certificate=certificate, kind=kind, at=noon(on))


def make_exemption(
    user: User, requirement: Requirement, first: date, last: date, *, by=None
) -> Waiver:
    """Recorded at noon of its first day."""
    return Waiver.objects.create(
        user=user,
        requirement=requirement,
        kind=WaiverKind.EXEMPTION,
        reason_code=WaiverReason.LONG_ABSENCE,
        starts_on=first,
        last_day=last,
        given_by=by,
        recorded_at=noon(first),
    )


def make_extension(
    user: User, requirement: Requirement, on: date, due_on: date
) -> Waiver:
    return Waiver.objects.create(
        user=user,
        requirement=requirement,
        kind=WaiverKind.EXTENSION,
        reason_code=WaiverReason.OTHER_DUTIES,
        starts_on=on,
        due_on=due_on,
        recorded_at=noon(on),
    )
