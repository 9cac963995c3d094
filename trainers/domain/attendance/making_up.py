"""Making up in another session what somebody missed in one."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.domain.locks import lock_person
from organisations.models import User
from trainers.domain.attendance.marks import Said, Taken, take
from trainers.enums import MarkSource, Presence
from trainers.models import Attendance, Registration, SessionBlock


def places_to_make_up(
    registration: Registration, *, now: datetime
) -> dict[int, list[SessionBlock]]:
    """{block that somebody missed, or a part of: the blocks of other sessions in which
    they did it}, by the key of the block. Those are of the programme, in the same
    language, count, are at least as long, somebody was in them from beginning to end, and
    nothing else was made up in them. A block that is not over, or that is made up, is
    missed by nobody; empty for who has no account. Four queries, however many blocks there are."""
    if registration.person_id is None:
        return {}
    whole = set(
        registration.attendance.filter(presence=Presence.HERE).values_list(
            "block", flat=True
        )
    )
    missed = [
        block
        for block in registration.session.blocks.filter(ends_at__lte=now)
        if block.pk not in whole
    ]
    if not missed:
        return {}
    attended, used = _attended(registration), _used(registration)
    return {
        block.pk: [
            other
            for other in attended
            if other.pk not in used and _length(other) >= _length(block)
        ]
        for block in missed
    }


@transaction.atomic
def make_up(
    registration: Registration,
    block: SessionBlock,
    other: SessionBlock,
    *,
    by: User,
    now: datetime,
) -> Taken:
    """Let a block count as attended because somebody did the same in another session. The
    caller has let `by` take attendance. Raises DomainError "made_up" where the other is
    not one of `places_to_make_up`."""
    if registration.person_id is not None:
        # Two blocks that are made up at once are not made up in the same one.
        lock_person(registration.person_id)
    places = places_to_make_up(registration, now=now)
    if other not in places.get(block.pk, []):
        raise DomainError(
            _("Nothing of this block can be made up there."), code="made_up"
        )
    said = Said(
        uuid.uuid4(),
        registration.uuid,
        block.uuid,
        Presence.HERE,
        made_up_in=other,
    )
    return take(registration.session, [said], source=MarkSource.MADE_UP, by=by, now=now)


def _attended(registration: Registration) -> list[SessionBlock]:
    """Blocks of other sessions of the programme that somebody attended as a whole."""
    there = Attendance.objects.filter(
        block=OuterRef("pk"),
        registration__person=registration.person_id,
        presence=Presence.HERE,
    ).exclude(mark__source=MarkSource.MADE_UP)
    session = registration.session
    found = SessionBlock.objects.filter(
        Exists(there),
        counts=True,
        session__programme=session.programme_id,
        session__language=session.language,
    )
    return list(found.exclude(session=session).select_related("session"))


def _used(registration: Registration) -> set[int]:
    """Keys of the blocks that something was made up in, as it stands: what was said by
    mistake and put right uses nothing up."""
    rows = Attendance.objects.filter(
        registration__person=registration.person_id, mark__made_up_in__isnull=False
    )
    return set(rows.values_list("mark__made_up_in", flat=True))


def _length(block: SessionBlock):
    return block.ends_at - block.starts_at
