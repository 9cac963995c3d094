"""Very many people in a course: police officers and others of many municipalities."""

from datetime import timedelta

from django.utils import timezone

from courses.models import Completion, Course, Edition, Enrolment
from organisations.enums import LanguageRegime, Level, Role
from organisations.models import Membership, Organisation, Sector, User

CHUNK = 2000
# Of so many people, one has completed the course.
COMPLETED = 3


def make_crowd(course: Course, edition: Edition, *, people: int, bodies: int) -> None:
    """People of many bodies and every sector who are in a course; a third is through."""
    places = _bodies(bodies)
    sectors = list(Sector.objects.values_list("pk", flat=True))
    today, now = timezone.localdate(), timezone.now()
    for start in range(0, people, CHUNK):
        numbers = range(start, min(start + CHUNK, people))
        users = User.objects.bulk_create(
            User(
                email=f"crowd{number}@bench.example",
                printed_name=f"Person {number}",
                language="nl",
                sector_id=sectors[number % len(sectors)],
                name_checked_at=now,
            )
            for number in numbers
        )
        Membership.objects.bulk_create(
            Membership(
                user=user,
                organisation=places[number % len(places)],
                role=Role.LEARNER,
                starts_on=today - timedelta(days=30),
            )
            for number, user in zip(numbers, users, strict=True)
        )
        enrolments = Enrolment.objects.bulk_create(
            Enrolment(user=user, course=course, edition=edition, started_at=now)
            for user in users
        )
        # As enrol() leaves it: the course is done for the sector of who does it.
        through = Enrolment.sectors.through
        through.objects.bulk_create(
            through(enrolment=one, sector_id=one.user.sector_id) for one in enrolments
        )
        Completion.objects.bulk_create(
            Completion(
                enrolment=one,
                sector_id=one.user.sector_id,
                cycle=one.cycle,
                edition=edition,
                language="nl",
                minutes=60,
                completed_at=now,
            )
            for one in enrolments[::COMPLETED]
        )


def _bodies(count: int) -> list[Organisation]:
    made = Organisation.objects.bulk_create(
        Organisation(
            name=f"Municipality {number}",
            code=f"municipality-{number}",
            level=Level.MUNICIPALITY,
            language_regime=LanguageRegime.NL,
        )
        for number in range(count)
    )
    for one in made:
        one.path = f"/{one.pk}/"
    Organisation.objects.bulk_update(made, ["path"])
    return made
