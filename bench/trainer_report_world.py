"""A country of trainers and of what they gave in five years, beside the demo world of a
running Relay (bench.embedded)."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.test import Client
from django.utils import timezone

from bench import BenchError
from certificates.enums import CertificateType
from certificates.models import Certificate
from lms.background import periodic
from lms.models import PeriodicRun
from organisations.enums import LanguageRegime, Role
from organisations.enums import Level as Height
from organisations.models import Membership, Organisation, User
from trainers.domain.report.beforehand import COUNTING
from trainers.enums import (
    GroupState,
    Level,
    RegistrationState,
    SessionRole,
    SessionState,
    State,
)
from trainers.models import (
    Accreditation,
    DeliveredGroup,
    GroupFacilitator,
    GroupMeeting,
    Period,
    Registration,
    SessionBlock,
    SessionTrainer,
    TrainerProgramme,
    TrainingSession,
)

SEED = 20_261_128
PROVINCES, TOWNS = 10, 300
YEARS = 5
# So many of a hundred who were trained give something; of them as many as this lead
# groups of ten meetings, the others training sessions.
GIVING, OF_THEM_GROUPS = 70, 30
GROUPS_EACH, MEETINGS = 3, 10
A_ROOM = 15
# Whoever comes, comes to so many sessions.
TIMES = 5
BATCH = 2000


def build(*, trainers: int, attended: int) -> dict:
    """Who reads the report: session cookies of an owner of all programmes and of whoever
    oversees one province; the code of a programme, and a day a year ago."""
    draw = Random(SEED)
    today = timezone.localdate()
    programmes = list(TrainerProgramme.objects.order_by("pk"))
    provinces, towns = _bodies()
    people = _people(towns, trainers, "trainer")
    ways = _accreditations(people, towns, programmes, today, draw)
    givers = [one for one in ways if draw.randrange(100) < GIVING]
    of_groups = len(givers) * OF_THEM_GROUPS // 100
    _groups(givers[:of_groups], towns, today, draw)
    sessions = _sessions(givers[of_groups:], attended // A_ROOM, today, draw)
    _come(sessions, _people(towns, attended // TIMES, "comer"), attended)
    _tick()
    owner = User.objects.create_superuser(
        "owner@report.example", "x" * 20, language="en"
    )
    overseer = _people([provinces[0]], 1, "overseer", Role.AUDITOR)[0]
    return {
        "owner": _cookie(owner),
        "overseer": _cookie(overseer),
        "programme": programmes[0].code,
        "year_ago": (today - timedelta(days=365)).isoformat(),
    }


def _bodies():
    top = _body("Country of the report", "report", Height.FEDERAL, None)
    provinces = [
        _body(f"Province {number}", f"report-{number}", Height.PROVINCE, top)
        for number in range(PROVINCES)
    ]
    towns = [
        _body(
            f"Town {number}",
            f"report-town-{number}",
            Height.MUNICIPALITY,
            provinces[number % PROVINCES],
        )
        for number in range(TOWNS)
    ]
    return provinces, towns


def _body(name: str, code: str, level: Height, above: Organisation | None):
    body = Organisation.objects.create(
        name=name,
        code=code,
        level=level,
        parent=above,
        language_regime=LanguageRegime.NL,
    )
    body.path = f"{above.path if above else '/'}{body.pk}/"
    body.save(update_fields=["path"])
    return body


def _people(bodies, many: int, what: str, role: Role = Role.LEARNER) -> list[User]:
    users = User.objects.bulk_create(
        (
            User(
                email=f"{what}-{number}@report.example",
                printed_name=f"{what.title()} {number}",
                sector_id="POL",
                language="en",
                password="!",
            )
            for number in range(many)
        ),
        batch_size=BATCH,
    )
    Membership.objects.bulk_create(
        (
            Membership(
                user=one,
                organisation=bodies[number % len(bodies)],
                role=role,
                starts_on=date(2020, 1, 1),
            )
            for number, one in enumerate(users)
        ),
        batch_size=BATCH,
    )
    return users


def _accreditations(people, towns, programmes, today: date, draw: Random) -> list:
    """One way each, trained on some day of the last years; most of them accredited since
    the year after, some renewed."""
    ways = [
        Accreditation(
            person=one,
            programme=(programme := programmes[number % len(programmes)]),
            language=draw.choice(programme.languages),
            sector_id="POL",
            employer=towns[number % len(towns)],
            state=State.ACCREDITED,
            opened_at=timezone.now(),
            trained_on=today - timedelta(days=draw.randrange(200, YEARS * 365)),
        )
        for number, one in enumerate(people)
    ]
    Accreditation.objects.bulk_create(ways, batch_size=BATCH)
    _periods(ways, draw)
    return ways


def _periods(ways, draw: Random) -> None:
    periods = []
    for one in ways:
        start = one.trained_on + timedelta(days=120)
        for _time in range(draw.choice((1, 1, 2))):
            periods.append((one, start, start + timedelta(days=730)))
            start += timedelta(days=700)
    held = Certificate.objects.bulk_create(
        (
            Certificate(
                number=f"RPT-{number:08}",
                holder=way.person,
                type=CertificateType.TRAINER,
                sector_id="POL",
                language=way.language,
                words={},
                awarded_at=_noon(start),
                awarded_on=start,
                valid_until=end,
                issuer=way.programme.owner,
            )
            for number, (way, start, end) in enumerate(periods)
        ),
        batch_size=BATCH,
    )
    Period.objects.bulk_create(
        (
            Period(
                accreditation=way,
                level=Level.ACCREDITED,
                starts_on=start,
                ends_on=end,
                certificate=certificate,
            )
            for (way, start, end), certificate in zip(periods, held, strict=True)
        ),
        batch_size=BATCH,
    )


def _groups(ways, towns, today: date, draw: Random) -> None:
    groups, days = [], []
    for way in ways:
        for _time in range(GROUPS_EACH):
            began = way.trained_on + timedelta(
                days=draw.randrange(30, (today - way.trained_on).days - 80)
            )
            days.append(began)
            groups.append(
                DeliveredGroup(
                    uuid=UUID(int=draw.getrandbits(128)),
                    programme=way.programme,
                    language=way.language,
                    municipality=draw.choice(towns),
                    organiser=way.employer,
                    starts_on=began,
                    meetings_planned=MEETINGS,
                    state=GroupState.FINISHED,
                    ended_at=timezone.now(),
                    made_by=way.person,
                    made_at=timezone.now(),
                )
            )
    DeliveredGroup.objects.bulk_create(groups, batch_size=BATCH)
    GroupFacilitator.objects.bulk_create(
        (
            GroupFacilitator(
                group=one,
                person_id=one.made_by_id,
                role=SessionRole.LEAD,
                employer_id=one.organiser_id,
                joined_on=one.starts_on,
            )
            for one in groups
        ),
        batch_size=BATCH,
    )
    GroupMeeting.objects.bulk_create(
        (
            GroupMeeting(
                uuid=UUID(int=draw.getrandbits(128)),
                group=one,
                number=number + 1,
                on_day=began + timedelta(weeks=number),
                minutes=120,
                head_count=draw.randrange(8, 16),
                led_by_id=one.made_by_id,
                written_by_id=one.made_by_id,
            )
            for one, began in zip(groups, days, strict=True)
            for number in range(MEETINGS)
        ),
        batch_size=BATCH,
    )


def _sessions(ways, many: int, today: date, draw: Random) -> list[TrainingSession]:
    led = [ways[number % len(ways)] for number in range(many)]
    sessions = [
        TrainingSession(
            uuid=UUID(int=draw.getrandbits(128)),
            programme=way.programme,
            language=way.language,
            organiser=way.employer,
            title="A session of the report",
            place="Here",
            state=SessionState.PUBLISHED,
            created_at=timezone.now(),
            created_by=way.person,
            changed_at=timezone.now(),
        )
        for way in led
    ]
    TrainingSession.objects.bulk_create(sessions, batch_size=BATCH)
    for one, way in zip(sessions, led, strict=True):
        one.day = way.trained_on + timedelta(
            days=draw.randrange(30, (today - way.trained_on).days - 1)
        )
    SessionTrainer.objects.bulk_create(
        (
            SessionTrainer(session=one, person=way.person, role=role)
            for one, lead in zip(sessions, led, strict=True)
            for role, way in (
                (SessionRole.LEAD, lead),
                (SessionRole.CO, _beside(ways, lead, draw)),
            )
        ),
        batch_size=BATCH,
    )
    SessionBlock.objects.bulk_create(
        (
            SessionBlock(
                uuid=UUID(int=draw.getrandbits(128)),
                session=one,
                starts_at=_noon(one.day) + timedelta(hours=4 * half),
                ends_at=_noon(one.day) + timedelta(hours=4 * half + 3),
                held_by=way.person,
                counts=True,
            )
            for one, way in zip(sessions, led, strict=True)
            for half in range(2)
        ),
        batch_size=BATCH,
    )
    return sessions


def _beside(ways, lead: Accreditation, draw: Random) -> Accreditation:
    other = draw.choice(ways)
    return other if other is not lead else ways[ways.index(lead) - 1]


def _come(sessions, people, attended: int) -> None:
    """As many in each session as a room holds, the last one excepted; everybody comes to
    several."""
    now = timezone.now()
    Registration.objects.bulk_create(
        (
            Registration(
                session=(session := sessions[number // A_ROOM % len(sessions)]),
                person=people[number % len(people)],
                state=RegistrationState.COMING,
                asked_at=now,
                changed_at=now,
                attended_at=_noon(session.day) + timedelta(hours=7),
                followed_at=now,
            )
            for number in range(attended)
        ),
        batch_size=BATCH,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=UTC)


def _tick() -> None:
    """What the worker of a running Relay does every five minutes."""
    (counting,) = (one for one in periodic.registered() if one.name == COUNTING)
    PeriodicRun.objects.filter(name=COUNTING).delete()
    if error := periodic.run_one(counting, timezone.now()):
        raise BenchError(error)


def _cookie(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value
