"""What a device sends of a list that it kept: people who walked in, and marks, which may
be about them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.domain.naming import organisation_called
from organisations.models import Organisation, User
from trainers.domain.attendance.marks import Said, take
from trainers.domain.attendance.walk_ins import let_in
from trainers.enums import MarkSource
from trainers.models import TrainingSession


@dataclass(frozen=True)
class WalkIn:
    """Somebody who came without being on the list. `key` is made where it is said, and
    marks name them by it. `employer` is the code or the name of an organisation; "" for
    none."""

    key: UUID
    badge_number: str = ""
    name: str = ""
    employer: str = ""


@dataclass
class Sent:
    """What became of it, by uuid and key. `known_as` says under which uuid who walked in
    is on the list, which is another than the key where they were on it before. A mark
    about somebody whose walking in was refused is in neither: it waits with them."""

    kept: list[UUID] = field(default_factory=list)
    refused: dict[UUID, str] = field(default_factory=dict)
    known_as: dict[UUID, UUID] = field(default_factory=dict)


@transaction.atomic
def take_sent(
    session: TrainingSession,
    *,
    walk_ins: Sequence[WalkIn] = (),
    marks: Sequence[Said] = (),
    by: User,
    now: datetime,
    device_now: datetime | None = None,
) -> Sent:
    """Let in who walked in, then keep the marks; each once, however often it is sent, and
    one that is refused does not hold up the others. The caller has let `by` take
    attendance."""
    sent = Sent()
    employers: dict[str, Organisation | None] = {}
    for one in walk_ins:
        try:
            let = let_in(
                session,
                employer=_employer(one.employer, employers),
                badge_number=one.badge_number,
                name=one.name,
                key=one.key,
                actor=by,
                now=now,
            )
        except DomainError as problem:
            sent.refused[one.key] = problem.message
        else:
            sent.known_as[one.key] = let.uuid
    about = [
        replace(one, registration=sent.known_as.get(one.registration, one.registration))
        for one in marks
        if one.registration not in sent.refused
    ]
    taken = take(
        session, about, source=MarkSource.LIST, by=by, now=now, device_now=device_now
    )
    sent.kept = [*sent.known_as, *taken.kept]
    sent.refused |= taken.refused
    return sent


def _employer(said: str, known: dict[str, Organisation | None]) -> Organisation | None:
    """An organisation by its code or its name; None for nothing. Raises DomainError
    "employer" where there is none, and "several" for a name that several have."""
    said = " ".join(said.split())
    if not said:
        return None
    if said not in known:
        active = Organisation.objects.filter(is_active=True)
        by_code = active.filter(code=said).first()
        known[said] = by_code or organisation_called(said, active)
    if known[said] is None:
        raise DomainError(
            _("No organisation has the name or code “%(said)s”.") % {"said": said},
            code="employer",
        )
    return known[said]
