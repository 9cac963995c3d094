"""The sessions to come that teach a part of a course and that somebody may sign up for."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)

from organisations.models import Membership, User
from trainers.domain.attendance.weighing import Weighed
from trainers.domain.in_course.teaching import teaches
from trainers.domain.sessions.registering import Seat, seat_among
from trainers.enums import (
    HOLDING_REGISTRATIONS,
    Audience,
    RegistrationState,
    SessionState,
)
from trainers.models import (
    Registration,
    SessionPlaces,
    SessionTrainer,
    TrainingSession,
)

# Nobody reads more; whoever wants to has the list of sessions.
SHOWN = 30


@dataclass(frozen=True)
class ToCome:
    """A session with `starts_at`, `ends_at`, `days` (how many blocks) and `longest`, its
    longest block. `left` is how many places are left for this person; 0: one waits.
    `makes_up`: what they missed elsewhere can be made up in it."""

    session: TrainingSession
    left: int
    makes_up: bool = False

    def beside(self, other: TrainingSession, found: Weighed) -> "ToCome":
        """The same beside what somebody missed of another session: made up is a whole
        block, in one of the same programme and language that is as long
        (trainers.domain.attendance.making_up)."""
        return replace(
            self,
            makes_up=self.session.programme_id == other.programme_id
            and self.session.language == other.language
            and self.session.longest >= found.shortest_missed,
        )


def sessions_to_come(
    user: User, course_id: int, module_key: str, *, language: str, now: datetime
) -> list[ToCome]:
    """Those that teach a module and take this person, at once or from the waiting list;
    in `language` first, then in others, by when they begin. Whether the person is
    elsewhere at the time they are told on trying. Three queries."""
    held = Membership.objects.current().filter(user=user)
    mine = [one.organisation for one in held.select_related("organisation__parent")]
    above = {int(pk) for one in mine for pk in one.path.strip("/").split("/")}
    found = [
        one
        for one in _taking(user, above, now).filter(course=course_id)
        if teaches(one, module_key)
    ]
    found.sort(key=lambda one: (one.language != language, one.starts_at, one.pk))
    rows = ((one, seat_among(one, one.places.all(), mine)) for one in found)
    return [ToCome(one, _left(one, seat)) for one, seat in rows if seat][:SHOWN]


def _taking(user: User, above: set[int], now: datetime) -> QuerySet[TrainingSession]:
    """Published ones that have not begun and asked one of these organisations, or
    everybody; without those the person has a place or a turn in, or trains in."""
    asked = SessionPlaces.objects.filter(session=OuterRef("pk"), organisation__in=above)
    theirs = Registration.objects.filter(
        session=OuterRef("pk"), person=user, state__in=HOLDING_REGISTRATIONS
    )
    trains = SessionTrainer.objects.filter(session=OuterRef("pk"), person=user)
    coming = Registration.objects.filter(state=RegistrationState.COMING).order_by()
    places = SessionPlaces.objects.select_related("organisation").annotate(
        coming=_number(coming.filter(places=OuterRef("pk")), "places")
    )
    lasts = ExpressionWrapper(
        F("blocks__ends_at") - F("blocks__starts_at"), output_field=DurationField()
    )
    return (
        TrainingSession.objects.with_days()
        .annotate(
            days=Count("blocks"),
            longest=Max(lasts),
            coming=_number(coming.filter(session=OuterRef("pk")), "session"),
        )
        .filter(
            Q(audience=Audience.OPEN) | Exists(asked),
            ~Exists(theirs),
            ~Exists(trains),
            state=SessionState.PUBLISHED,
            starts_at__gt=now,
        )
        .select_related("programme", "organiser")
        .prefetch_related(Prefetch("places", queryset=places))
    )


def _number(rows, by: str) -> Subquery:
    return Subquery(rows.values(by).annotate(number=Count("pk")).values("number"))


def _left(session: TrainingSession, seat: Seat) -> int:
    left = session.capacity - (session.coming or 0)
    if seat.places and seat.places.seats is not None:
        left = min(left, seat.places.seats - (seat.places.coming or 0))
    return max(left, 0)
