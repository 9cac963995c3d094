"""Mails about training sessions, with what calendars are to do. Each has a key, so that
twice is once; who has no address is left out, and finds the same on their page."""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from lms.chunks import chunks
from lms.mail import Attachment, Mail, send_after_commit
from lms.models import OutgoingMail
from trainers.domain.sessions.calendar import CANCEL, REQUEST, calendars_of
from trainers.domain.sessions.hearers import (
    Hearer,
    hearer_of,
    hearers_of,
    planners_of,
)
from trainers.domain.sessions.pages import guest_page
from trainers.enums import RegistrationState, SessionState
from trainers.models import Registration, TrainingSession

logger = logging.getLogger(__name__)

COMING, WAITING = RegistrationState.COMING, RegistrationState.WAITING
# Days before the first block.
REMINDERS = (7, 1)


def tell_place(registration: Registration, *, now: datetime, token: str = "") -> bool:
    """They have a place; with the invitation. `token`, where it is at hand, leads a guest
    to their page. False where they have no address, as of all that tell one person."""
    return _tell_one(registration, "place", REQUEST, token=token, now=now)


def tell_waiting(registration: Registration, *, now: datetime, token: str = "") -> bool:
    """They are on the waiting list."""
    return _tell_one(registration, "waiting", "", token=token, now=now)


def tell_promoted(
    registration: Registration, *, now: datetime, token: str = ""
) -> bool:
    """They moved up from the waiting list; with the invitation."""
    return _tell_one(registration, "promoted", REQUEST, token=token, now=now)


def tell_left(
    registration: Registration, *, now: datetime, had_place: bool = True
) -> bool:
    """They cancelled or were taken off; the calendar of who had a place is told that it
    is off."""
    return _tell_one(registration, "left", CANCEL if had_place else "", now=now)


def ask_guest(registration: Registration, token: str, *, now: datetime) -> bool:
    """Ask a guest to confirm that it was they who signed up."""
    session = _at_hand(registration.session_id)
    hearer = hearer_of(registration, session, token=token)
    if hearer is None:
        return False
    key = f"guest:{registration.uuid}:{registration.token_hash}"
    context = {"confirm": guest_page(token)}
    return _send(hearer, session, "guest", key, context, now=now)


def tell_changed(session: TrainingSession, *, now: datetime) -> int:
    """Time, place or link changed: to everybody with a place and to its trainers, with
    what their calendar is to change; returns how many mails. `sequence` and `changed_at`
    are as the change left them."""
    session = _at_hand(session.pk)
    told = 0
    for one in hearers_of(session, _registered(session, COMING)):
        files = _files(session, one, REQUEST, with_withdrawn=True)
        key = f"changed:{_version(session)}:{one.key}"
        told += _send(one, session, "changed", key, files=files, now=now)
    return told


def tell_cancelled(session: TrainingSession, *, now: datetime) -> int:
    """It is cancelled: to everybody with a place or on the waiting list and to its
    trainers; returns how many mails."""
    session = _at_hand(session.pk)
    told = 0
    for one in hearers_of(session, _registered(session, COMING, WAITING)):
        files = _files(session, one, CANCEL) if one.has_place else []
        key = f"cancelled:{_version(session)}:{one.key}"
        told += _send(one, session, "cancelled", key, files=files, now=now)
    return told


def tell_blocked(
    session: TrainingSession, reasons: Collection[str], *, now: datetime
) -> int:
    """The lead may not lead on its days: to the coordinators of the organiser and to who
    planned it, who choose another; returns how many mails."""
    return _tell_planners(session, "blocked", {"reasons": reasons}, now=now)


def tell_unblocked(session: TrainingSession, *, now: datetime) -> int:
    """It goes ahead after all: to whom it was said that it does not."""
    return _tell_planners(session, "unblocked", {}, now=now)


def remind(now: datetime) -> int:
    """Remind everybody with a place, and trainers, 7 days and 1 day before the first
    block, each once; returns how many mails. Of a session that was published late only
    the step that has come is told; one that was moved to another day is told anew."""
    today = timezone.localdate(now)
    soon = _with_all().with_days()
    soon = soon.filter(
        state=SessionState.PUBLISHED,
        starts_at__gt=now,
        starts_at__lt=now + timedelta(days=max(REMINDERS) + 1),
    ).prefetch_related(
        Prefetch("registrations", queryset=_with_person(COMING), to_attr="coming")
    )
    due: dict[str, tuple[Hearer, TrainingSession]] = {}
    for session in soon:
        day = timezone.localdate(session.starts_at)
        left = (day - today).days
        if left > max(REMINDERS):
            continue
        step = min(one for one in REMINDERS if one >= left)
        for one in hearers_of(session, session.coming):
            due[f"remind:{session.uuid}:{day}:{step}:{one.key}"] = (one, session)
    told = 0
    for some in chunks(list(due), 500):
        had = _written(some)
        for key in some:
            if key not in had:
                told += _remind(*due[key], key, now)
    return told


def _remind(one: Hearer, session: TrainingSession, key: str, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return _send(one, session, "reminder", key, now=now)
    except Exception:
        # The others are reminded all the same.
        logger.exception("Nobody could be reminded by %s", key)
        return False


def _tell_one(
    registration: Registration,
    occasion: str,
    method: str,
    *,
    token: str = "",
    now: datetime,
) -> bool:
    session = _at_hand(registration.session_id)
    hearer = hearer_of(registration, session, token=token)
    if hearer is None:
        return False
    # Who left may sign up again: the registration is the same, and its moment another.
    moment = registration.changed_at.timestamp()
    key = f"{occasion}:{registration.uuid}:{moment}"
    at = registration.changed_at
    files = _files(session, hearer, method, at=at) if method else []
    return _send(hearer, session, occasion, key, files=files, now=now)


def _tell_planners(
    session: TrainingSession, occasion: str, context: dict, *, now: datetime
) -> int:
    session = _at_hand(session.pk)
    return sum(
        _send(
            one,
            session,
            occasion,
            f"{occasion}:{_version(session)}:{one.key}",
            context,
            now=now,
        )
        for one in planners_of(session, now=now)
    )


def _with_all():
    """With all that mails tell of it."""
    return TrainingSession.objects.select_related(
        "organiser", "created_by"
    ).prefetch_related("blocks", "trainers__person")


def _at_hand(pk: int) -> TrainingSession:
    """As it is now, with all that mails and calendars tell of it."""
    return _with_all().prefetch_related("withdrawn_blocks").get(pk=pk)


def _with_person(*states: RegistrationState):
    return Registration.objects.filter(state__in=states).select_related("person")


def _registered(
    session: TrainingSession, *states: RegistrationState
) -> Iterable[Registration]:
    return _with_person(*states).filter(session=session)


def _version(session: TrainingSession) -> str:
    return f"{session.uuid}:{session.sequence}:{session.changed_at.timestamp()}"


def _files(
    session: TrainingSession, hearer: Hearer, method: str, **changes
) -> list[Attachment]:
    told = calendars_of(
        session,
        method=method,
        attendee=hearer.attendee,
        language=hearer.language,
        **changes,
    )
    return [
        Attachment(
            f"training-{number}.ics" if len(told) > 1 else "training.ics",
            f"text/calendar; method={its}",
            file,
        )
        for number, (its, file) in enumerate(told, start=1)
    ]


def _full(key: str) -> str:
    return f"trainers.session.{key}"


def _written(keys: Collection[str]) -> set[str]:
    full = [_full(one) for one in keys]
    known = OutgoingMail.objects.filter(idempotency_key__in=full)
    start = len(_full(""))
    return {one[start:] for one in known.values_list("idempotency_key", flat=True)}


def _send(
    hearer: Hearer,
    session: TrainingSession,
    occasion: str,
    key: str,
    context: dict | None = None,
    *,
    files: Iterable[Attachment] = (),
    now: datetime,
) -> bool:
    files = list(files)
    mail = Mail(
        template=f"trainers/mail/session_{occasion}",
        to=[hearer.email],
        language=hearer.language,
        context={
            "name": hearer.name,
            "title": session.title,
            "session": session,
            "blocks": session.blocks.all(),
            "page": hearer.page,
            "has_files": bool(files),
            **(context or {}),
        },
        idempotency_key=_full(key),
        attachments=files,
    )
    return send_after_commit(mail, now=now).created_at == now
