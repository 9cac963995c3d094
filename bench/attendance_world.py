"""A training session that is on, with very many who are signed up; and one of many blocks
whose list was kept on two phones. Made beside a running Relay (bench.embedded)."""

from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from organisations.enums import LanguageRegime, Level, Role
from organisations.models import Membership, Organisation, User
from trainers.enums import (
    RegistrationState,
    SessionRole,
    SessionState,
)
from trainers.models import (
    Registration,
    SessionBlock,
    SessionPlaces,
    SessionTrainer,
    TrainerProgramme,
    TrainingSession,
)


def build(*, people: int, listed: int, blocks: int) -> dict:
    """Keys and cookies: `room` with a block that is on and the session cookies of who is
    signed up, `list` with the keys of its people and blocks, `trainers` with cookies."""
    now = timezone.now()
    body = Organisation.objects.create(
        name="Zone of the bench",
        code="bench-zone",
        level=Level.POLICE_ZONE,
        language_regime=LanguageRegime.NL,
    )
    body.path = f"/{body.pk}/"
    body.save(update_fields=["path"])
    programme = TrainerProgramme.objects.order_by("pk").first()
    trainers = _people(body, 2, "trainer")
    room = _session(programme, body, trainers, now=now, blocks=1)
    kept = _session(programme, body, trainers, now=now, blocks=blocks)
    comers = _people(body, people, "comer")
    return {
        "room": {
            "session": str(room.uuid),
            "block": str(room.blocks.get().uuid),
            "cookies": [_cookie(one) for one in comers],
            "registrations": _sign_up(room, comers, now),
        },
        "list": {
            "session": str(kept.uuid),
            "blocks": [str(one.uuid) for one in kept.blocks.all()],
            "registrations": _sign_up(kept, _people(body, listed, "listed"), now),
        },
        "trainers": [_cookie(one) for one in trainers],
    }


def _session(programme, body, trainers, *, now, blocks: int) -> TrainingSession:
    """One that began ten minutes ago; of several blocks the others were before."""
    session = TrainingSession.objects.create(
        programme=programme,
        language=programme.languages[0],
        organiser=body,
        title="A morning of the bench",
        place="Here",
        capacity=1000,
        state=SessionState.PUBLISHED,
        created_at=now,
        created_by=trainers[0],
        changed_at=now,
    )
    SessionPlaces.objects.create(session=session, organisation=body)
    for role, one in zip((SessionRole.LEAD, SessionRole.CO), trainers, strict=True):
        SessionTrainer.objects.create(session=session, person=one, role=role)
    began = now - timedelta(minutes=10)
    SessionBlock.objects.bulk_create(
        SessionBlock(
            session=session,
            starts_at=began - timedelta(days=number),
            ends_at=began - timedelta(days=number) + timedelta(hours=3),
        )
        for number in range(blocks)
    )
    return session


def _people(body: Organisation, many: int, what: str) -> list[User]:
    users = User.objects.bulk_create(
        User(
            email=f"{what}-{number}@bench.example",
            printed_name=f"{what.title()} {number}",
            sector_id="POL",
            language="en",
            password="!",
        )
        for number in range(many)
    )
    Membership.objects.bulk_create(
        Membership(
            user=one,
            organisation=body,
            role=Role.LEARNER,
            starts_on=date(2026, 1, 1),
        )
        for one in users
    )
    return users


def _sign_up(session: TrainingSession, people: list[User], now) -> list[str]:
    rows = Registration.objects.bulk_create(
        Registration(
            session=session,
            person=one,
            state=RegistrationState.COMING,
            asked_at=now,
            changed_at=now,
        )
        for one in people
    )
    return [str(one.uuid) for one in rows]


def _cookie(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value
