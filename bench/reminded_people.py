"""Very many people of many bodies of whom four courses are asked, as they stand on a
day: most hold the certificate, some of these run out, the others are due or late. Made
in a process of its own (bench.with_django)."""

from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from bench.quiz_course import CHUNK, make_course, release
from certificates.enums import CertificateType, EventKind
from certificates.models import Certificate, CertificateEvent
from courses.models import Completion, Course, Enrolment
from organisations.enums import Level, Role
from organisations.models import LineManager, Membership, Organisation, User
from tracking.models import Obligation, Requirement

BODIES = 300
SECTOR = "POL"
LANGUAGES = ("nl", "fr", "de", "en")
SEED = 20_261_127
VALID_DAYS = 730
TEAM = 15


def build(*, people: int, requirements: int) -> dict:
    """{"obligations": how many hold, "certificates": how many there are, "led": how many
    people have a line manager of their own, "led_places": how many bodies one}."""
    random = Random(SEED)
    now = timezone.now()
    course = make_course()
    release(course)
    courses = [course, *(_copy(course, n) for n in range(1, requirements))]
    asked = [_require(one, now) for one in courses]
    bodies = _bodies(course.owner)
    for start in range(0, people, CHUNK):
        users = _people(range(start, min(start + CHUNK, people)), bodies, now)
        _lead(users, bodies, now)
        for requirement in asked:
            _stand(requirement, users, random, now)
    _lead_places(bodies, now)
    return {
        "led": LineManager.objects.exclude(person=None).count(),
        "led_places": LineManager.objects.filter(person=None).count(),
        "obligations": Obligation.objects.on(now.date()).count(),
        "certificates": Certificate.objects.count(),
    }


def _copy(course: Course, number: int) -> Course:
    """Another course, which has its edition from the first one."""
    return Course.objects.create(
        code=f"{course.code}-{number}",
        owner=course.owner,
        is_open=True,
        is_focused=True,
        current_edition=course.current_edition,
    )


def _require(course: Course, now: datetime) -> Requirement:
    return Requirement.objects.create(
        organisation=course.owner,
        sector_id=SECTOR,
        course=course,
        starts_on=now.date() - timedelta(days=900),
    )


def _bodies(root: Organisation) -> list[Organisation]:
    bodies = Organisation.objects.bulk_create(
        Organisation(
            name=f"Body {number}",
            code=f"body-{number}",
            parent=root,
            level=Level.POLICE_ZONE,
            language_regime=root.language_regime,
        )
        for number in range(BODIES)
    )
    root.refresh_from_db()
    for one in bodies:
        one.path = f"{root.path}{one.pk}/"
    Organisation.objects.bulk_update(bodies, ["path"])
    for one in bodies:
        user = User.objects.create(email=f"{one.code}@bench.example", language="nl")
        Membership.objects.create(
            user=user,
            organisation=one,
            role=Role.COORDINATOR,
            starts_on=date(2020, 1, 1),
        )
    return bodies


def _people(numbers: range, bodies: list[Organisation], now: datetime) -> list[User]:
    users = User.objects.bulk_create(
        User(
            email=f"asked{number}@bench.example",
            printed_name=f"Person {number}",
            language=LANGUAGES[number % len(LANGUAGES)],
            sector_id=SECTOR,
            name_checked_at=now,
        )
        for number in numbers
    )
    Membership.objects.bulk_create(
        Membership(
            user=one,
            organisation=bodies[one.pk % len(bodies)],
            role=Role.LEARNER,
            starts_on=now.date() - timedelta(days=900),
        )
        for one in users
    )
    return users


def _lead(users: list[User], bodies: list[Organisation], now: datetime) -> None:
    """Of ten people eight have a line manager who was named for them, one of fifteen of
    their body who came with them."""
    by_body: dict[int, list[User]] = {}
    for one in users:
        by_body.setdefault(one.pk % len(bodies), []).append(one)
    LineManager.objects.bulk_create(
        LineManager(
            person=one,
            manager=colleagues[at - at % TEAM],
            place=bodies[body],
            since=now.date() - timedelta(days=300),
        )
        for body, colleagues in by_body.items()
        for at, one in enumerate(colleagues)
        if at % TEAM and at % 10 < 8
    )


def _lead_places(bodies: list[Organisation], now: datetime) -> None:
    """Two of three bodies have a line manager of everybody else there."""
    LineManager.objects.bulk_create(
        LineManager(
            manager=one.memberships.get(role=Role.COORDINATOR).user,
            place=one,
            since=now.date() - timedelta(days=300),
        )
        for number, one in enumerate(bodies)
        if number % 3
    )


def _stand(
    requirement: Requirement, users: list[User], random: Random, now: datetime
) -> None:
    """Of ten people six are certified, for a time that ends between now and in two
    years; three are due within three months; one is overdue for up to two."""
    today = now.date()
    obligations, certified = [], []
    for user in users:
        lot = random.random()
        if lot < 0.6:
            until = today + timedelta(days=random.randrange(VALID_DAYS))
            certified.append((user, until))
            runs_out = until <= today + timedelta(days=60)
            due_on = until if runs_out else until - timedelta(days=VALID_DAYS - 10)
        elif lot < 0.9:
            due_on = today + timedelta(days=random.randrange(90))
        else:
            due_on = today - timedelta(days=random.randrange(1, 60))
        obligations.append(
            Obligation(
                requirement=requirement,
                user=user,
                starts_on=min(due_on - timedelta(days=60), today - timedelta(days=1)),
                due_on=due_on,
                recorded_at=now,
            )
        )
    Obligation.objects.bulk_create(obligations)
    _certify(requirement, certified, now)


def _certify(requirement: Requirement, certified: list[tuple], now: datetime) -> None:
    course = requirement.course
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            user=user,
            course=course,
            edition_id=course.current_edition_id,
            started_at=now,
        )
        for user, _until in certified
    )
    completions = Completion.objects.bulk_create(
        Completion(
            enrolment=enrolment,
            sector_id=SECTOR,
            cycle=1,
            edition_id=course.current_edition_id,
            language="en",
            minutes=22,
            completed_at=now - timedelta(days=VALID_DAYS),
        )
        for enrolment in enrolments
    )
    certificates = Certificate.objects.bulk_create(
        Certificate(
            number=f"BNC-{completion.pk}",
            completion=completion,
            holder=user,
            issuer_id=course.owner_id,
            type=CertificateType.CERTIFICATE,
            sector_id=SECTOR,
            language="en",
            words={"names": {"en": "Bench"}, "printed_name": user.printed_name},
            awarded_at=now - timedelta(days=VALID_DAYS),
            awarded_on=until - timedelta(days=VALID_DAYS),
            valid_until=until,
        )
        for (user, until), completion in zip(certified, completions, strict=True)
    )
    CertificateEvent.objects.bulk_create(
        CertificateEvent(
            certificate=one, kind=EventKind.AWARDED, at=now - timedelta(days=VALID_DAYS)
        )
        for one in certificates
    )
