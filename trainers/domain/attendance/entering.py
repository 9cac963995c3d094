"""What stands on paper, typed in afterwards: all of it, or nothing and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from lms.errors import DomainError
from organisations.models import Organisation, User
from trainers.domain.attendance.marks import Said, take
from trainers.domain.attendance.walk_ins import let_in
from trainers.enums import MarkSource
from trainers.models import TrainingSession


@dataclass(frozen=True)
class Written:
    """What a sheet says of somebody in a block. `who` is the key of their registration,
    or of a line that is on the sheet alone."""

    who: UUID
    block: UUID
    presence: str
    minutes: int | None = None


@dataclass(frozen=True)
class Added:
    """Who wrote themselves on an empty line."""

    key: UUID
    employer: Organisation | None
    name: str = ""
    badge_number: str = ""


@transaction.atomic
def enter_sheet(
    session: TrainingSession,
    written: Sequence[Written],
    *,
    added: Sequence[Added] = (),
    key: UUID,
    by: User,
    now: datetime,
) -> int:
    """Keep what is written on the sheets; returns of how many people and blocks. `key` is
    made with the form: sending it twice says it once. The caller has let `by` take
    attendance. Raises DomainError for the first thing that cannot be meant; then nothing
    is kept."""
    people = {}
    for one in added:
        people[one.key] = let_in(
            session,
            employer=one.employer,
            badge_number=one.badge_number,
            name=one.name,
            key=one.key,
            actor=by,
            now=now,
        ).uuid
    said = [
        Said(
            # Of the same form, the same said of the same person is one mark.
            uuid5(key, f"{one.who}:{one.block}:{one.presence}:{one.minutes}"),
            people.get(one.who, one.who),
            one.block,
            one.presence,
            minutes=one.minutes,
        )
        for one in written
    ]
    taken = take(session, said, source=MarkSource.PAPER, by=by, now=now)
    if taken.refused:
        raise DomainError(next(iter(taken.refused.values())), code="refused")
    return len(taken.kept)
