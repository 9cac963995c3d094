"""People who come without being on the list, and those without an account, who claim
later that it was them."""

import logging
import uuid
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.domain.employers import employer_of
from organisations.domain.locks import lock_person
from organisations.models import Membership, Organisation, User
from trainers.domain.attendance.joining import join_lines, standing_for
from trainers.domain.attendance.names import plain_name, plain_number
from trainers.domain.attendance.weighing import weigh_after_commit
from trainers.domain.attendance.window import refuse_outside
from trainers.domain.sessions.holding import locked
from trainers.domain.sessions.registering import hash_of, seat_for
from trainers.enums import (
    HOLDING_REGISTRATIONS,
    KNOWN_SESSIONS,
    RegistrationState,
)
from trainers.models import Registration, TrainingSession

logger = logging.getLogger(__name__)

# No letter that is read as a digit or another letter.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10


@transaction.atomic
def admit(session: TrainingSession, person: User, *, now: datetime) -> Registration:
    """Put somebody with an account who is there on the list, if they are not; again
    without effect. A number of places holds nobody back who is in the room. Raises
    DomainError "not_asked" where the session is for others, and "trainer" for who trains
    in it."""
    lock_person(person.pk)
    held = locked(session)
    _refuse_trainer(held, person)
    known = held.registrations.filter(person=person).first()
    if known and known.state in HOLDING_REGISTRATIONS:
        return known
    seat = seat_for(held, person)
    if seat is None:
        raise DomainError(
            _("You are not on the list of this session. Ask the trainer."),
            code="not_asked",
        )
    one = known or Registration(session=held, person=person)
    one.employer, one.places, one.signed_up_by = seat.employer, seat.places, person
    return _let_in(one, actor=person, now=now)


@transaction.atomic
def let_in(
    session: TrainingSession,
    *,
    employer: Organisation | None,
    badge_number: str = "",
    name: str = "",
    key: uuid.UUID | None = None,
    actor: User,
    now: datetime,
) -> Registration:
    """Put somebody who is there on the list, by the badge number that their employer
    knows them by, or by their name. Who has an account at that employer is found by
    their badge; anybody else claims it later (`claim`). `employer` is None at an open
    session alone. `key` is made by the device, so that sending it twice is once. The
    caller has let `actor` take attendance. Raises DomainError "closed", "employer",
    "name", what refuses a term, "trainer", and "key" for one of another session."""
    held = locked(session)
    if key and (known := standing_for(held, {key}).get(key)):
        return known
    if held.state not in KNOWN_SESSIONS:
        raise DomainError(_("This session does not take place."), code="closed")
    refuse_outside(held, now)
    badge_number, name = plain_number(badge_number), plain_name(name, actor=actor)
    if employer is None and held.places.exists():
        raise DomainError(_("Say for which organisation they work."), code="employer")
    if not name and not badge_number:
        raise DomainError(
            _("Give a badge number or a name of at most 120 characters."), code="name"
        )
    person = _by_badge(employer, badge_number)
    if person:
        _refuse_trainer(held, person)
        known = held.registrations.filter(person=person).first()
        one = known or Registration(session=held, person=person)
        if one.state in HOLDING_REGISTRATIONS:
            return one
    else:
        one = _same_walk_in(held, employer, badge_number) or Registration(
            session=held, guest_name=name, badge_number=badge_number
        )
        if one.pk:
            return one
    if key and not one.pk:
        if Registration.objects.filter(uuid=key).exists():
            raise DomainError(
                _("This stands on the list of another session."), code="key"
            )
        one.uuid = key
    one.employer, one.signed_up_by = employer, actor
    one.places = _place_of(held, employer)
    return _let_in(one, actor=actor, now=now)


def claim_code(registration: Registration) -> str:
    """The code by which who came without an account claims that it was them. The same
    each time: it is on the slip, and whoever takes attendance reads it again."""
    digest = salted_hmac(
        "trainers.claim", str(registration.uuid), algorithm="sha256"
    ).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:CODE_LENGTH])


def claimable(code: str) -> Registration | None:
    """What a code claims; None for none, one that was claimed, or that is forgotten."""
    plain = "".join(code.split()).replace("-", "").upper()
    rows = Registration.objects.filter(
        token_hash=hash_of(plain), person=None, walked_in=True, forgotten_at=None
    )
    return (
        rows.select_related("session__programme", "employer").first() if plain else None
    )


@transaction.atomic
def claim(registration: Registration, person: User, *, now: datetime) -> Registration:
    """It was them: what somebody attended without an account is theirs, and counts from
    the day they were there. Where they are on the list with their account as well, both
    are one. Raises DomainError "claimed", and "trainer" for who trains in it."""
    lock_person(person.pk)
    held = locked(registration.session)
    one = held.registrations.select_for_update(of=("self",)).get(pk=registration.pk)
    if one.person_id == person.pk:
        return one
    if one.person_id is not None or one.forgotten_at is not None:
        raise DomainError(_("This was claimed before."), code="claimed")
    _refuse_trainer(held, person)
    mine = held.registrations.filter(person=person).first()
    one.guest_name = one.guest_email = one.badge_number = one.token_hash = ""
    if mine is None:
        one.person, one.claimed_at, one.is_to_weigh = person, now, True
        one.save()
    else:
        one.session = held
        one.forgotten_at, one.claimed_at = now, now
        one.save()
        join_lines(one, mine, now=now)
        one = mine
    audit.record(
        "trainers.attendance_claimed",
        actor=person,
        subject=one,
        organisation=one.employer_id or held.organiser_id,
        data={"session": str(held.uuid)},
        now=now,
    )
    weigh_after_commit(held, now=now)
    return one


def claim_by_badge(now: datetime) -> int:
    """Claim for everybody who has an account by now what was written down under the badge
    number that their employer knows them by; returns how many. One that fails is logged
    and does not stop the others."""
    claimed = 0
    waiting = Registration.objects.filter(person=None, forgotten_at=None).exclude(
        badge_number=""
    )
    for one in waiting.select_related("session", "employer").order_by("pk"):
        person = _by_badge(one.employer, one.badge_number)
        if person is None:
            continue
        try:
            claim(one, person, now=now)
        except DomainError:
            # Trains in it: a number that was typed wrongly stays for somebody to see.
            continue
        except Exception:
            logger.exception("Registration %s could not be claimed", one.pk)
            continue
        claimed += 1
    return claimed


def _let_in(one: Registration, *, actor: User, now: datetime) -> Registration:
    is_new = one.pk is None
    one.state = RegistrationState.COMING
    one.walked_in = True
    one.changed_at = now
    if is_new:
        one.asked_at = now
        if one.person is None:
            one.token_hash = hash_of(claim_code(one))
    one.save()
    audit.record(
        "trainers.registration_walked_in",
        actor=actor,
        subject=one,
        organisation=one.employer_id or one.session.organiser_id,
        data={"session": str(one.session.uuid), "has_account": bool(one.person_id)},
        now=now,
    )
    return one


def _refuse_trainer(session: TrainingSession, person: User) -> None:
    if session.trainers.filter(person=person).exists():
        raise DomainError(
            _("%(name)s trains in this session.") % {"name": person}, code="trainer"
        )


def _by_badge(employer: Organisation | None, badge_number: str) -> User | None:
    """Who works at an employer, or a department of it, under a badge number today; None
    where nobody does, or two departments gave the same one."""
    if employer is None or not badge_number:
        return None
    held = Membership.objects.current().filter(
        badge_number=badge_number, organisation__path__startswith=employer.path
    )
    found = {
        one.user
        for one in held.select_related("user", "organisation__parent")
        if employer_of(one.organisation).pk == employer_of(employer).pk
    }
    return found.pop() if len(found) == 1 else None


def _same_walk_in(
    session: TrainingSession, employer: Organisation | None, badge_number: str
) -> Registration | None:
    """Who was put on the list under this badge number before."""
    if not badge_number:
        return None
    return session.registrations.filter(
        person=None, employer=employer, badge_number=badge_number
    ).first()


def _place_of(session: TrainingSession, employer: Organisation | None):
    """Whose seat they take: of those asked the closest above their employer; None where
    their employer was not asked, and they are there all the same."""
    if employer is None:
        return None
    asked = session.places.select_related("organisation")
    above = [one for one in asked if employer.path.startswith(one.organisation.path)]
    return max(above, key=lambda one: len(one.organisation.path), default=None)
