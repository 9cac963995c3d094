"""Signing up for a training session, and taking that back: who has an account, and the
guests of an open session."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.domain.employers import employer_of
from organisations.domain.locks import lock_person
from organisations.models import Membership, Organisation, User
from trainers.domain.attendance.window import TAKEN_WITHIN
from trainers.domain.sessions.holding import locked
from trainers.domain.sessions.mailing import (
    ask_guest,
    tell_left,
    tell_place,
    tell_waiting,
)
from trainers.domain.sessions.queue import has_begun, promote, taken_of
from trainers.domain.sessions.readiness import sessions_at_once
from trainers.enums import (
    HOLDING_REGISTRATIONS,
    Audience,
    RegistrationState,
    SessionState,
)
from trainers.models import Registration, SessionPlaces, TrainingSession

# What guests gave is kept so long after the last block: for a word about it, and for
# who asks for a statement.
REMEMBERED = timedelta(days=30)
# Who came for an employer without an account has longer: for as long as lists are taken.
CLAIMED_WITHIN = TAKEN_WITHIN
# Who does not open the link in so long never asked.
CONFIRMED_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Seat:
    """By which asked organisation somebody may come, and which employer sees it. Both
    None for an open session."""

    places: SessionPlaces | None = None
    employer: Organisation | None = None


def seat_for(session: TrainingSession, person: User) -> Seat | None:
    """As whose somebody may come today; None where nobody asked them. Of several
    organisations the closest to where they work."""
    if session.audience == Audience.OPEN:
        return Seat()
    held = Membership.objects.current().filter(user=person)
    mine = [one.organisation for one in held.select_related("organisation")]
    asked = session.places.select_related("organisation")
    return seat_among(session, asked, mine)


def seat_among(
    session: TrainingSession,
    asked: Iterable[SessionPlaces],
    mine: Iterable[Organisation],
) -> Seat | None:
    """The same, where it is known who was asked and where the person works; without a
    query, if the organisations of those asked and the parents of departments are."""
    if session.audience == Audience.OPEN:
        return Seat()
    found = [
        (len(place.organisation.path), place, one)
        for place in asked
        for one in mine
        if one.path.startswith(place.organisation.path)
    ]
    if not found:
        return None
    _length, place, one = max(found, key=lambda found: (found[0], -found[2].pk))
    return Seat(place, employer_of(one))


def may_sign_up(session: TrainingSession, person: User, *, now: datetime) -> bool:
    """Whether `sign_up` is to be offered: it takes people, somebody asked this person,
    and they neither have a place or a turn already nor train in it. Whether they are
    elsewhere at the time they are told on trying."""
    return (
        takes_people(session, now)
        and not session.trainers.filter(person=person).exists()
        and not session.registrations.filter(
            person=person, state__in=HOLDING_REGISTRATIONS
        ).exists()
        and seat_for(session, person) is not None
    )


def may_leave(registration: Registration, *, now: datetime) -> bool:
    """Whether `cancel_registration` is to be offered."""
    return registration.state in HOLDING_REGISTRATIONS and not has_begun(
        registration.session, now
    )


def may_join(session: TrainingSession, person: User) -> bool:
    """Whether somebody is there, has a place or trains: those get the link to the
    meeting."""
    coming = session.registrations.filter(person=person, state=RegistrationState.COMING)
    return coming.exists() or session.trainers.filter(person=person).exists()


def takes_people(session: TrainingSession, now: datetime) -> bool:
    """Whether anybody signs up for it at the moment."""
    return session.state == SessionState.PUBLISHED and not has_begun(session, now)


@transaction.atomic
def sign_up(
    session: TrainingSession, person: User, *, actor: User, now: datetime
) -> Registration:
    """Give somebody a place, or a turn on the waiting list, and tell them. Again without
    effect; who cancelled before stands at the end of the list. The caller has let `actor`
    sign up this person. Raises DomainError "closed", "begun", "not_asked", "trainer" for
    who trains in it, "clash" for who is elsewhere at the time."""
    # First: who signs up for two sessions at once is found in the other one.
    lock_person(person.pk)
    held = locked(session)
    _refuse_closed(held, now)
    seat = seat_for(held, person)
    if seat is None:
        raise DomainError(
            _("This session is for the people of other organisations."),
            code="not_asked",
        )
    if held.trainers.filter(person=person).exists():
        raise DomainError(
            _("%(name)s trains in this session.") % {"name": person}, code="trainer"
        )
    known = held.registrations.filter(person=person).first()
    if known and known.state in HOLDING_REGISTRATIONS:
        return known
    if sessions_at_once(person, held.blocks.all(), apart_from=held):
        raise DomainError(
            _("%(name)s is at another session at the same time.") % {"name": person},
            code="clash",
        )
    one = known or Registration(session=held, person=person)
    one.employer, one.places, one.signed_up_by = seat.employer, seat.places, actor
    _take_turn(held, one, now=now)
    _record("signed_up", one, actor=actor, now=now)
    return one


@transaction.atomic
def cancel_registration(
    registration: Registration, *, actor: User | None, now: datetime
) -> Registration:
    """Take somebody off, tell them, and give their place to who is next. Again without
    effect. `actor` is None for a guest by their link. Raises DomainError "begun": who
    was there or not says the attendance."""
    held = locked(registration.session)
    one = held.registrations.select_for_update(of=("self",)).get(pk=registration.pk)
    if one.state == RegistrationState.CANCELLED:
        return one
    _refuse_begun(held, now)
    before = one.state
    one.session = held
    one.state = RegistrationState.CANCELLED
    one.changed_at = now
    one.save(update_fields=["state", "changed_at"])
    _record("left", one, actor=actor, now=now)
    if before in HOLDING_REGISTRATIONS:
        had_place = before == RegistrationState.COMING
        tell_left(one, had_place=had_place, now=now)
    promote(held, now=now)
    return one


@transaction.atomic
def ask_as_guest(
    session: TrainingSession, *, name: str, email: str, language: str, now: datetime
) -> None:
    """Send a link to who wants to come to an open session without an account; they have
    no place before they open it. Says nothing about whether that address is known.
    Raises DomainError "closed" or "begun", "not_asked" where it is not open."""
    held = locked(session)
    _refuse_closed(held, now)
    if held.audience != Audience.OPEN:
        raise DomainError(
            _("This session is for the people of other organisations."),
            code="not_asked",
        )
    email = email.strip().lower()
    token = secrets.token_urlsafe(24)
    one = held.registrations.filter(guest_email=email).first()
    if one is None:
        one = Registration(session=held, guest_email=email)
    if one.pk is None or one.state == RegistrationState.CANCELLED:
        one.state = RegistrationState.UNCONFIRMED
        one.asked_at = now
    if one.state == RegistrationState.UNCONFIRMED:
        # Before it is theirs, the last who typed the address says how it is written.
        one.guest_name = " ".join(name.split())
        one.guest_language = language
    one.token_hash = hash_of(token)
    one.changed_at = now
    one.save()
    ask_guest(one, token, now=now)


def guest_of(token: str) -> Registration | None:
    """Whose link this is; None for one that nobody sent, or that is forgotten."""
    rows = Registration.objects.filter(
        token_hash=hash_of(token),
        forgotten_at=None,
    )
    # Who walked in has a code to claim by, which opens no page.
    rows = rows.exclude(guest_email="")
    return rows.select_related("session__programme", "session__organiser").first()


@transaction.atomic
def confirm_guest(
    registration: Registration, *, token: str = "", now: datetime
) -> Registration:
    """Give a guest their place, or a turn on the waiting list. Again without effect.
    `token` is that of their link, which the mail about it leads to again. Raises DomainError "closed" or "begun"."""
    held = locked(registration.session)
    one = held.registrations.select_for_update(of=("self",)).get(pk=registration.pk)
    if one.state in HOLDING_REGISTRATIONS:
        return one
    _refuse_closed(held, now)
    one.session = held
    _take_turn(held, one, token=token, now=now)
    return one


def forget_guests(now: datetime) -> int:
    """Forget name and address of guests some time after the last block, of who came for
    an employer once it is too late to claim it, and at once of those who never opened
    their link; returns how many. That somebody came is kept as a number."""
    sessions = TrainingSession.objects.with_days()
    guests = Registration.objects.filter(person=None, forgotten_at=None)
    known = {
        "guest_name": "",
        "guest_email": "",
        "token_hash": "",
        "badge_number": "",
    }
    forgotten = 0
    for theirs, kept_for in (
        (Q(employer=None), REMEMBERED),
        (Q(employer__isnull=False), CLAIMED_WITHIN),
    ):
        over = sessions.filter(ends_at__lt=now - kept_for).values("pk")
        forgotten += guests.filter(theirs, session__in=over).update(
            **known, forgotten_at=now
        )
    never, _tables = guests.filter(
        state=RegistrationState.UNCONFIRMED,
        changed_at__lt=now - CONFIRMED_WITHIN,
        # Somebody looked for them on the day: that is kept, without their name.
        marks=None,
    ).delete()
    return forgotten + never


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _take_turn(
    session: TrainingSession, one: Registration, *, token: str = "", now: datetime
) -> None:
    has_room = taken_of(session).has_room(session, one.places)
    one.state = RegistrationState.COMING if has_room else RegistrationState.WAITING
    one.asked_at = one.changed_at = now
    one.save()
    tell = tell_place if has_room else tell_waiting
    tell(one, token=token, now=now)


def _refuse_closed(session: TrainingSession, now: datetime) -> None:
    if session.state != SessionState.PUBLISHED:
        raise DomainError(
            _("Nobody can sign up for this session at the moment."), code="closed"
        )
    _refuse_begun(session, now)


def _refuse_begun(session: TrainingSession, now: datetime) -> None:
    if has_begun(session, now):
        raise DomainError(
            _("This session has begun. Speak to its trainers."), code="begun"
        )


def _record(what: str, one: Registration, *, actor, now: datetime) -> None:
    audit.record(
        f"trainers.registration_{what}",
        actor=actor,
        subject=one,
        organisation=one.employer_id or one.session.organiser_id,
        data={"session": str(one.session.uuid), "state": one.state},
        now=now,
    )
