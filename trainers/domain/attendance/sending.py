"""What a device sends of a list that it kept: people who walked in, and marks, which may
be about them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.words import refuse_terms
from lms.detector import Kind, people_in
from lms.errors import DomainError
from organisations.models import Organisation, User
from trainers.domain.attendance.marks import Said, take
from trainers.domain.attendance.walk_ins import MOST_NAME, let_in
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
                badge_number=_plain_number(one.badge_number),
                name=plain_name(one.name, actor=by),
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


def plain_name(name: str, *, actor: User) -> str:
    """A name as it is kept. Raises DomainError "long", "name" where it says how somebody
    is reached or who they are beyond it, and "words" for a term that can stigmatise."""
    name = " ".join(name.split())
    if len(name) > MOST_NAME:
        raise DomainError(
            _("Give a badge number or a name of at most 120 characters."), code="long"
        )
    if any(one.kind != Kind.NAME for one in people_in(name)):
        raise DomainError(
            _("Only the name: no number, address or e-mail address."), code="name"
        )
    refuse_terms(name, actor=actor)
    return name


def _plain_number(badge_number: str) -> str:
    """A badge number as it is kept; a national number is none."""
    if any(one.kind == Kind.NUMBER for one in people_in(badge_number)):
        raise DomainError(
            _("This looks like a national number. Give the number of the badge."),
            code="name",
        )
    return badge_number


def _employer(said: str, known: dict[str, Organisation | None]) -> Organisation | None:
    """An organisation by its code or its name; None for nothing. Raises DomainError
    "employer" where there is none."""
    said = " ".join(said.split())
    if not said:
        return None
    if said not in known:
        active = Organisation.objects.filter(is_active=True)
        # Two of one name are told apart by nothing that a reader would know.
        known[said] = (
            active.filter(code=said).first()
            or active.filter(name__iexact=said).order_by("path").first()
        )
    if known[said] is None:
        raise DomainError(
            _("No organisation has the name or code “%(said)s”.") % {"said": said},
            code="employer",
        )
    return known[said]
