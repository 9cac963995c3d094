"""What a training session still lacks to be published, and whether somebody may lead it
(TRAINERS 4.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.models import User
from trainers.domain.periods import may_co_facilitate, may_lead
from trainers.enums import (
    HOLDING_REGISTRATIONS,
    KNOWN_SESSIONS,
    Audience,
    SessionRole,
    SessionState,
)
from trainers.models import SessionBlock, TrainingSession


@dataclass(frozen=True)
class Problem:
    """Why a session cannot be published, in a sentence that says what to do."""

    code: str
    text: str


def problems_of(session: TrainingSession, *, now: datetime) -> list[Problem]:
    """Everything that stands in the way of publishing; of what is over nothing is asked
    any more. Empty: it can be published."""
    blocks = list(session.blocks.all())
    trainers = list(session.trainers.select_related("person"))
    found = []
    if not blocks:
        found.append(Problem("blocks", _("Say when it is: add at least one block.")))
    elif session.state == SessionState.DRAFT and blocks[0].starts_at <= now:
        found.append(Problem("past", _("Its first block lies in the past.")))
    if any(not (one.place or session.place or session.link) for one in blocks):
        found.append(Problem("place", _("Say where it is, or give the online link.")))
    if session.audience == Audience.STAFF and not session.places.exists():
        found.append(Problem("places", _("Say which organisations’ people may come.")))
    if all(one.role != SessionRole.LEAD for one in trainers):
        found.append(Problem("lead", _("Choose who leads it.")))
    days = days_to_come(blocks, now)
    for one in trainers:
        found += _not_allowed(session, one.person, one.role, days)
        found += _clashes(session, one.person, blocks, now)
    return found


def refuse_unless_ready(session: TrainingSession, *, now: datetime) -> None:
    """Raises DomainError "not_ready" with all of `problems_of`."""
    if problems := problems_of(session, now=now):
        raise DomainError(" ".join(one.text for one in problems), code="not_ready")


def days_to_come(blocks: Iterable[SessionBlock], now: datetime) -> list[date]:
    """The days of the blocks that are not over, each once, in order."""
    return sorted(
        {timezone.localdate(one.starts_at) for one in blocks if one.ends_at > now}
    )


def lead_of(session: TrainingSession) -> User | None:
    found = session.trainers.filter(role=SessionRole.LEAD).select_related("person")
    lead = found.first()
    return lead and lead.person


def days_without_lead(session: TrainingSession, days: Iterable[date]) -> list[date]:
    """Of these days those on which its lead may not lead it, or on which it has none."""
    lead = lead_of(session)
    return [
        day
        for day in days
        if lead is None or not may_lead(lead, session.programme, session.language, day)
    ]


def counts_on(session: TrainingSession, day: date) -> bool:
    """Whether what is done in it on a day counts: it was published, and its lead was
    accredited for the programme and language that day."""
    return session.state == SessionState.PUBLISHED and not days_without_lead(
        session, [day]
    )


def sessions_at_once(
    person: User, blocks: Iterable[SessionBlock], *, apart_from: TrainingSession
) -> list[TrainingSession]:
    """Other sessions that somebody leads, co-facilitates or is signed up for at the same
    time as one of these blocks; drafts and what was cancelled are none."""
    at_once = Q(pk__in=[])
    for one in blocks:
        at_once |= Q(starts_at__lt=one.ends_at, ends_at__gt=one.starts_at)
    others = TrainingSession.objects.filter(state__in=KNOWN_SESSIONS).exclude(
        pk=apart_from.pk
    )
    theirs = Q(trainers__person=person) | Q(
        registrations__person=person,
        registrations__state__in=HOLDING_REGISTRATIONS,
    )
    return list(
        others.filter(
            theirs, pk__in=SessionBlock.objects.filter(at_once).values("session")
        ).distinct()
    )


def _clashes(session, person: User, blocks, now: datetime) -> list[Problem]:
    coming = [one for one in blocks if one.ends_at > now]
    if not sessions_at_once(person, coming, apart_from=session):
        return []
    # Whoever may plan this one need not know what the other is called.
    text = _("%(name)s is at another session at the same time.") % {"name": person}
    return [Problem("clash", text)]


def _not_allowed(session, person: User, role: str, days: list[date]) -> list[Problem]:
    is_lead = role == SessionRole.LEAD
    allowed = may_lead if is_lead else may_co_facilitate
    refused = [
        day
        for day in days
        if not allowed(person, session.programme, session.language, day)
    ]
    if not refused:
        return []
    words = {
        "name": person,
        "days": ", ".join(date_format(day, "SHORT_DATE_FORMAT") for day in refused),
    }
    if is_lead:
        text = _(
            "%(name)s is not accredited for this programme and language on %(days)s. "
            "Choose another lead."
        )
    else:
        text = _(
            "%(name)s may not co-facilitate this programme in this language on "
            "%(days)s. Choose somebody else."
        )
    return [Problem(role, text % words)]
