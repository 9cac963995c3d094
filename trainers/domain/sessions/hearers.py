"""Who is told of a training session, in which language and where to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from organisations.domain.employers import employer_of
from organisations.enums import COORDINATING_ROLES
from organisations.models import Membership, User
from trainers.domain.sessions.calendar import Attendee
from trainers.domain.sessions.pages import guest_page, page_of
from trainers.enums import RegistrationState
from trainers.models import Registration, TrainingSession


@dataclass(frozen=True)
class Hearer:
    """Somebody with an address. `key` is the same for the same person each time; `page`
    is where they find the session, "" for a guest whose key is not at hand."""

    key: str
    name: str
    email: str
    language: str
    page: str = field(repr=False)
    has_place: bool = True

    @property
    def attendee(self) -> Attendee:
        return Attendee(self.name, self.email, self.page)


def hearer_of(
    registration: Registration, session: TrainingSession, *, token: str = ""
) -> Hearer | None:
    """Who registered; None for somebody without an address, whose account is closed, or
    who was forgotten. `token` is the key to a guest's page."""
    if registration.person is not None:
        return _person(
            registration.person,
            session,
            has_place=registration.state == RegistrationState.COMING,
        )
    if not registration.guest_email:
        return None
    return Hearer(
        f"guest-{registration.uuid}",
        registration.guest_name,
        registration.guest_email,
        registration.guest_language or session.language,
        guest_page(token) if token else "",
        registration.state == RegistrationState.COMING,
    )


def hearers_of(
    session: TrainingSession, registrations: Iterable[Registration]
) -> list[Hearer]:
    """Its trainers and those who registered, each once; all of it is at hand already."""
    found = [_person(one.person, session) for one in session.trainers.all()]
    found += [hearer_of(one, session) for one in registrations]
    return _once(found)


def planners_of(session: TrainingSession, *, now: datetime) -> list[Hearer]:
    """Who coordinates the organiser, or the employer that it is a department of, and who
    planned the session."""
    organiser = session.organiser
    held = Membership.objects.on(timezone.localdate(now)).filter(
        organisation__in={organiser.pk, employer_of(organiser).pk},
        role__in=COORDINATING_ROLES,
    )
    people = [one.user for one in held.select_related("user").order_by("user")]
    return _once(_person(one, session) for one in (*people, session.created_by))


def _person(
    person: User, session: TrainingSession, *, has_place: bool = True
) -> Hearer | None:
    if not person.email or not person.is_active:
        return None
    return Hearer(
        f"person-{person.pk}",
        person.printed_name,
        person.email,
        person.language,
        page_of(session),
        has_place,
    )


def _once(found: Iterable[Hearer | None]) -> list[Hearer]:
    first: dict[str, Hearer] = {}
    for one in found:
        if one is not None:
            first.setdefault(one.key, one)
    return list(first.values())
