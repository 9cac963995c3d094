"""Places and the waiting list of a training session: who has a place, and who is next."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from trainers.domain.sessions.mailing import tell_promoted
from trainers.enums import RegistrationState, SessionState
from trainers.models import Registration, SessionPlaces, TrainingSession


@dataclass
class Taken:
    """How many have a place: of all, and of each organisation that was asked, by the key
    of its row."""

    all: int = 0
    by_place: Counter = field(default_factory=Counter)

    def add(self, place: int | None) -> None:
        self.all += 1
        if place is not None:
            self.by_place[place] += 1

    def has_room(self, session: TrainingSession, place: SessionPlaces | None) -> bool:
        """Whether one more fits, who takes the seat of this organisation or, None, of
        nobody's."""
        if self.all >= session.capacity:
            return False
        is_limited = place is not None and place.seats is not None
        return not is_limited or self.by_place[place.pk] < place.seats


def taken_of(session: TrainingSession) -> Taken:
    """Who has a place now; the caller holds the lock where that is to stay so."""
    taken = Taken()
    coming = session.registrations.filter(state=RegistrationState.COMING)
    for place in coming.values_list("places", flat=True):
        taken.add(place)
    return taken


def has_begun(session: TrainingSession, now: datetime) -> bool:
    """Whether its first block has begun, or it has none."""
    first = session.blocks.order_by("starts_at").first()
    return first is None or first.starts_at <= now


def promote(session: TrainingSession, *, now: datetime) -> list[Registration]:
    """Give places that are free to who has waited longest, and tell them. Whose
    organisation has all its seats is passed over by who comes after. Nobody is moved up
    once it has begun, or while it is blocked. The caller holds the lock. Again without
    effect."""
    if session.state != SessionState.PUBLISHED or has_begun(session, now):
        return []
    taken = taken_of(session)
    waiting = session.registrations.filter(state=RegistrationState.WAITING)
    moved = []
    for one in waiting.select_related("places", "person").order_by("asked_at", "pk"):
        if taken.all >= session.capacity:
            break
        if not taken.has_room(session, one.places):
            continue
        one.state = RegistrationState.COMING
        one.changed_at = now
        one.save(update_fields=["state", "changed_at"])
        taken.add(one.places_id)
        one.session = session
        tell_promoted(one, now=now)
        moved.append(one)
    return moved
