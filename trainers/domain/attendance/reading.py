"""The list of a training session: who is on it, and what is known of each block."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from organisations.models import User
from trainers.domain.attendance.walk_ins import claim_code
from trainers.domain.reading import programmes_of
from trainers.enums import HOLDING_REGISTRATIONS, SessionRole, SessionState
from trainers.models import (
    Attendance,
    Registration,
    SessionBlock,
    SessionTrainer,
    TrainingSession,
)


def taken_by(user: User) -> QuerySet[TrainingSession]:
    """The sessions whose attendance somebody takes: they train in it, or held a block of
    it before somebody else took over, so that what lies on their phone still arrives;
    and the owner of the programme."""
    if not user.is_authenticated:
        return TrainingSession.objects.none()
    trains = SessionTrainer.objects.filter(person=user).values("session")
    held = SessionBlock.objects.filter(held_by=user).values("session")
    own = programmes_of(user).values("pk")
    return TrainingSession.objects.filter(
        Q(pk__in=trains) | Q(pk__in=held) | Q(programme__in=own)
    ).exclude(state=SessionState.DRAFT)


@dataclass
class Line:
    """One person of the list. `rows` says by the key of a block what is known; a block
    that nothing was said of is not in it. `code` is what they claim it by, "" for who has
    an account."""

    registration: Registration
    rows: dict[int, Attendance] = field(default_factory=dict)

    @property
    def name(self) -> str:
        one = self.registration
        return str(one.person) if one.person else one.guest_name or one.badge_number

    @property
    def code(self) -> str:
        one = self.registration
        is_open = one.person is None and one.walked_in and one.forgotten_at is None
        # Who signed up as a guest has a link instead.
        return claim_code(one) if is_open and not one.guest_email else ""


def lines_of(session: TrainingSession) -> list[Line]:
    """Who is on the list, by name: all who have a place or a turn, and who came without
    one. Three queries, however many they are. The caller has let somebody see names."""
    people = session.registrations.filter(
        state__in=HOLDING_REGISTRATIONS, forgotten_at=None
    ).select_related("person", "employer")
    lines = {one.pk: Line(one) for one in people}
    rows = Attendance.objects.filter(registration__session=session)
    for row in rows.select_related("mark__said_by", "mark__made_up_in__session"):
        if row.registration_id in lines:
            lines[row.registration_id].rows[row.block_id] = row
    return sorted(lines.values(), key=lambda line: line.name.casefold())


def lead_on(session: TrainingSession, block: SessionBlock) -> User | None:
    """Who led a block, or will: the lead of then, where it has begun."""
    if block.held_by_id:
        return block.held_by
    lead = session.trainers.filter(role=SessionRole.LEAD).select_related("person")
    found = lead.first()
    return found and found.person


def block_at(session: TrainingSession, now: datetime) -> SessionBlock | None:
    """The block of a session that is on, else the next, else the last; None without."""
    blocks = list(session.blocks.all())
    running = [one for one in blocks if one.ends_at > now]
    return running[0] if running else (blocks[-1] if blocks else None)
