"""Making up in another session what somebody missed in one."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.models import User
from trainers.domain.attendance.marks import Said, Taken, take
from trainers.enums import MarkSource, Presence
from trainers.models import Attendance, Registration, SessionBlock


def blocks_to_make_up_in(
    registration: Registration, block: SessionBlock
) -> QuerySet[SessionBlock]:
    """The blocks of other sessions of the programme, in the same language, in which
    somebody was present from beginning to end, that count, are at least as long, and in
    which nothing else was made up. None for who has no account, and for what they did
    not miss."""
    there = Attendance.objects.filter(
        block=OuterRef("pk"),
        registration__person=registration.person_id,
        presence=Presence.HERE,
    ).exclude(mark__source=MarkSource.MADE_UP)
    # As it stands: what was said by mistake and put right uses nothing up.
    used = Attendance.objects.filter(
        mark__made_up_in=OuterRef("pk"),
        registration__person=registration.person_id,
    ).exclude(registration=registration, block=block)
    if registration.person_id is None or _was_there(registration, block):
        return SessionBlock.objects.none()
    session = registration.session
    found = SessionBlock.objects.filter(
        Exists(there),
        ~Exists(used),
        counts=True,
        session__programme=session.programme_id,
        session__language=session.language,
    ).exclude(session=session)
    lasts = block.ends_at - block.starts_at
    fits = [one.pk for one in found if one.ends_at - one.starts_at >= lasts]
    return found.filter(pk__in=fits).select_related("session")


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
    not one of `blocks_to_make_up_in`."""
    if not blocks_to_make_up_in(registration, block).filter(pk=other.pk).exists():
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


def _was_there(registration: Registration, block: SessionBlock) -> bool:
    """Whether somebody was in a block itself from beginning to end."""
    there = Attendance.objects.filter(
        registration=registration, block=block, presence=Presence.HERE
    )
    return there.exclude(mark__source=MarkSource.MADE_UP).exists()
