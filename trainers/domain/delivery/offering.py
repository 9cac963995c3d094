"""A finished group as evidence of a step: offered to its trainers to write down, and
signed by somebody else as any other (TRAINERS T5 and T7')."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from organisations.models import User
from trainers.domain.delivery.totals import least_meetings
from trainers.domain.evidence import OWN_KINDS
from trainers.enums import EvidenceKind, GroupState, SessionRole, Verdict
from trainers.models import (
    Accreditation,
    DeliveredGroup,
    GroupFacilitator,
    GroupMeeting,
    SignOff,
    StepEvidence,
)

KINDS = {
    SessionRole.LEAD: EvidenceKind.LED_SESSION,
    SessionRole.CO: EvidenceKind.CO_SESSION,
}
# What the form of evidence takes.
FEWEST_HOURS, MOST_HOURS = Decimal("0.5"), Decimal("99.0")


@dataclass(frozen=True)
class Offered:
    """What somebody can write down of a group. `key` is the same each time, so that a
    group is written down once, until its signer says no: `refused` is that answer, and
    the next key a new one. `written_at` is when it was written down; None: not yet, or
    not since the no. The rest is what the form begins with."""

    kind: EvidenceKind
    accreditation: Accreditation
    key: uuid.UUID
    written_at: datetime | None
    refused: SignOff | None
    on_day: date
    role: str
    hours: Decimal
    place: str
    head_count: int
    is_whole_group: bool
    asked_of: User | None

    @property
    def is_written(self) -> bool:
        return self.written_at is not None


def offered_to(
    user: User,
    group: DeliveredGroup,
    *,
    trainers: Sequence[GroupFacilitator] | None = None,
    meetings: Sequence[GroupMeeting] | None = None,
) -> Offered | None:
    """What somebody can write down of a group, of its meetings since they are a trainer
    of it; None where it is not finished, nobody came to one, they have no part in it, or
    the step it would count for is not theirs now. `trainers` and `meetings` are those of
    the group; None: they are read."""
    if group.state != GroupState.FINISHED:
        return None
    if trainers is None:
        trainers = group.facilitators.select_related("person")
    people = list(trainers)
    mine = next((one for one in people if one.person_id == user.pk), None)
    if mine is None:
        return None
    role = SessionRole(mine.role)
    kind = KINDS[role]
    accreditation = Accreditation.objects.filter(
        person=user,
        programme=group.programme_id,
        language=group.language,
        state__in=OWN_KINDS[kind],
    ).first()
    meetings = [
        one
        for one in (group.meetings.all() if meetings is None else meetings)
        if one.head_count and one.on_day >= mine.joined_on
    ]
    if role == SessionRole.LEAD:
        meetings = [one for one in meetings if one.led_by_id == user.pk]
    if accreditation is None or not meetings:
        return None
    key, written_at, refused = _next_key(group, accreditation, kind)
    return Offered(
        kind=kind,
        accreditation=accreditation,
        key=key,
        written_at=written_at,
        refused=refused,
        on_day=max(one.on_day for one in meetings),
        role=_("Led the group") if role == SessionRole.LEAD else _("Co-facilitated"),
        hours=_hours(meetings),
        place=group.municipality.name[:120],
        head_count=max(one.head_count for one in meetings),
        is_whole_group=is_whole(group, len(meetings)),
        asked_of=_signer(people, role),
    )


def is_whole(group: DeliveredGroup, meetings: int) -> bool:
    """Whether so many of its meetings are a whole group of the programme: an evening for
    parents is a session, and no group from the first meeting to the last."""
    asked = group.programme.group_meetings
    return group.meetings_planned >= asked and meetings >= least_meetings(asked)


def _next_key(
    group: DeliveredGroup, accreditation: Accreditation, kind: EvidenceKind
) -> tuple[uuid.UUID, datetime | None, SignOff | None]:
    """(key, when it was written down, the no before it), of the last time."""
    name, refused, times = f"{accreditation.uuid}/{kind}", None, 0
    while True:
        key = uuid.uuid5(group.uuid, f"{name}/{times}" if times else name)
        written = StepEvidence.objects.filter(uuid=key).first()
        if written is None:
            return key, None, refused
        answers = written.sign_offs.select_related("by").filter(verdict=Verdict.NO)
        answer = answers.order_by("-pk").first()
        if answer is None:
            return key, written.made_at, None
        refused, times = answer, times + 1


def _hours(meetings: list[GroupMeeting]) -> Decimal:
    hours = Decimal(sum(one.minutes for one in meetings)) / 60
    return min(max(round(hours, 1), FEWEST_HOURS), MOST_HOURS)


def _signer(people: list, role: SessionRole) -> User | None:
    """The lead signs for who stood beside them; who signs for a lead is theirs to say."""
    if role == SessionRole.LEAD:
        return None
    return next((one.person for one in people if one.role == SessionRole.LEAD), None)
