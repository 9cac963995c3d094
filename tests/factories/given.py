"""What trainers gave, as rows: training sessions that were held, and groups that met."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from tests.factories.trainers import make_accredited, make_person
from trainers.domain.report.given import parts_of
from trainers.enums import RegistrationState, SessionRole, SessionState
from trainers.models import (
    Accreditation,
    DeliveredGroup,
    GroupFacilitator,
    GroupMeeting,
    Registration,
    SessionBlock,
    SessionTrainer,
    TrainingSession,
)


def make_trainer(
    world, name: str, *, trained: datetime, until: date | None = None, **changes
) -> Accreditation:
    """Somebody new who is trained and accredited since a day."""
    employer = changes.pop("employer", world.employer)
    programme = changes.pop("programme", world.programme)
    person = changes.pop("person", None) or make_person(name, employer)
    return make_accredited(
        person, programme, employer, now=trained, until=until, **changes
    )


def give_session(
    way: Accreditation,
    *days: date,
    came: int = 0,
    beside=None,
    counts: bool = True,
    held_by=None,
) -> TrainingSession:
    """A session of a trainer with a block on each of these days, to which as many guests
    came as it says; `held_by` led the later blocks."""
    moments = [_at(day, 9) for day in days]
    session = TrainingSession.objects.create(
        programme=way.programme,
        language=way.language,
        organiser=way.employer,
        title="Talking early",
        place="Here",
        state=SessionState.PUBLISHED,
        created_at=moments[0],
        created_by=way.person,
        changed_at=moments[0],
    )
    for number, moment in enumerate(moments):
        SessionBlock.objects.create(
            session=session,
            starts_at=moment,
            ends_at=moment + timedelta(hours=3),
            held_by=held_by if held_by and number else way.person,
            counts=counts,
        )
    SessionTrainer.objects.create(
        session=session, person=way.person, role=SessionRole.LEAD
    )
    if beside:
        SessionTrainer.objects.create(
            session=session, person=beside, role=SessionRole.CO
        )
    for number in range(came):
        Registration.objects.create(
            session=session,
            guest_name=f"Guest {number}",
            state=RegistrationState.COMING,
            asked_at=moments[0],
            changed_at=moments[0],
            attended_at=moments[-1] + timedelta(hours=3),
        )
    return session


def give_group(
    way: Accreditation, *days: date, heads: int = 12, beside=None, led_by=None
) -> DeliveredGroup:
    """A group of a trainer that met on each of these days."""
    group = DeliveredGroup.objects.create(
        programme=way.programme,
        language=way.language,
        municipality=way.employer,
        organiser=way.employer,
        starts_on=days[0],
        meetings_planned=10,
        made_by=way.person,
        made_at=_at(days[0], 20),
    )
    parts = [(way.person, SessionRole.LEAD)]
    if beside:
        parts.append((beside, SessionRole.CO))
    for person, role in parts:
        GroupFacilitator.objects.create(
            group=group,
            person=person,
            role=role,
            employer=way.employer,
            joined_on=days[0],
        )
    for number, day in enumerate(days, 1):
        GroupMeeting.objects.create(
            group=group,
            number=number,
            on_day=day,
            minutes=120,
            head_count=heads,
            led_by=led_by or way.person,
            written_by=way.person,
        )
    return group


def first_group_days(programme, now: datetime) -> dict[int, date]:
    """{id of a person: the first day on which they led a group of theirs}."""
    today = timezone.localdate(now)
    found: dict[int, date] = {}
    for part in parts_of(None, today, today=today):
        person, of, _language = part.key
        if part.is_group and of == programme.pk and part.led and part.led.first:
            found[person] = min(part.led.first, found.get(person, part.led.first))
    return found


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
