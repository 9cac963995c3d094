"""Material editions of a course, and people who were certified by an earlier one."""

from datetime import UTC, datetime

from certificates.domain.award import award_certificate
from certificates.domain.editions.deciding import decide, draft
from certificates.models import Certificate, EditionChange, day_of
from courses.models import Completion, Course, Edition, Enrolment
from lms.months import months_after
from organisations.models import Membership, User
from tests.factories.equivalents import bare_course

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def next_edition(course: Course, *, significance="material", now=NOW) -> Edition:
    """The next edition, which holds the same as the present one."""
    present = course.current_edition
    edition = Edition.objects.create(
        course=course,
        number=present.number + 1,
        significance=significance,
        released_at=now,
        languages=present.languages,
        outline=present.outline,
    )
    course.current_edition = edition
    course.save(update_fields=["current_edition"])
    return edition


def make_delta(course: Course, *, code="delta", is_open=True, now=NOW) -> Course:
    """A short course of the same owner, released; its outline is the other's."""
    delta = bare_course(course.owner, code, is_open=is_open)
    delta.current_edition = Edition.objects.create(
        course=delta,
        number=1,
        significance="minor",
        released_at=now,
        languages=course.current_edition.languages,
        outline=course.current_edition.outline,
    )
    delta.save(update_fields=["current_edition"])
    return delta


def did(user, course: Course, *, now, edition: Edition | None = None) -> Completion:
    """A person completes a course, in its present edition or another one."""
    edition = edition or course.current_edition
    enrolment, created = Enrolment.objects.get_or_create(
        user=user,
        course=course,
        defaults={"edition": edition, "started_at": now},
    )
    if not created:
        enrolment.cycle += 1
        enrolment.edition = edition
        enrolment.save()
    enrolment.sectors.add(user.sector_id)
    return Completion.objects.create(
        enrolment=enrolment,
        sector_id=user.sector_id,
        cycle=enrolment.cycle,
        edition=edition,
        language="en",
        minutes=22,
        completed_at=now,
    )


def holders(course: Course, organisation, count: int, *, now=NOW) -> list[Certificate]:
    """So many police officers of an organisation, each with a certificate of the
    present edition."""
    found = []
    for number in range(count):
        user = User.objects.create_user(
            f"holder{User.objects.count()}-{number}@{organisation.code}.example",
            printed_name=f"Holder {number}",
            sector_id="POL",
            language="en",
            name_checked_at=now,
        )
        Membership.objects.create(
            user=user,
            organisation=organisation,
            role="learner",
            starts_on=months_after(day_of(now), -1),
        )
        found.append(award_certificate(did(user, course, now=now), now=now))
    return found


def make_change(
    edition: Edition, *, demand="edition", actor=None, now=NOW, **fields
) -> EditionChange:
    """A decision of the owner of the course; two months to do it."""
    if demand != "nothing":
        fields.setdefault("until", months_after(day_of(now), 2))
    change = draft(
        edition, edition.course.owner, demand=demand, actor=actor, now=now, **fields
    )
    return decide(change, now=now)
