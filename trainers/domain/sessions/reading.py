"""Lists of training sessions, and who comes to one, as far as somebody may see it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from organisations.enums import Level as BodyLevel
from organisations.models import Membership, Organisation, User
from trainers.domain.periods import in_force
from trainers.domain.reading import programmes_of
from trainers.enums import (
    HOLDING_REGISTRATIONS,
    Audience,
    RegistrationState,
    SessionRole,
    SessionState,
)
from trainers.models import (
    Accreditation,
    ConsentToRegister,
    Registration,
    SessionTrainer,
    TrainerProgramme,
    TrainingSession,
)

# Mine: I come, wait or train. Open: I may sign up. Run: I plan them.
PARTS = ("mine", "open", "run")
TIMES = ("coming", "over")


def sessions_for(
    user: User, *, part: str, time: str, now: datetime
) -> QuerySet[TrainingSession]:
    """A part of what a person sees, with `starts_at`, `ends_at`, `coming`, `waiting`,
    `my_state` (None where they are not signed up) and `lead_name`; what comes next
    first, what is over last first. Drafts without a day come with what is to come."""
    seen = TrainingSession.objects.visible_to(user).with_days()
    my = Registration.objects.filter(session=OuterRef("pk"), person=user)
    trains = SessionTrainer.objects.filter(session=OuterRef("pk"), person=user)
    holding = my.filter(state__in=HOLDING_REGISTRATIONS)
    if part == "run":
        run = TrainingSession.objects.run_by(user)
        seen = seen.filter(pk__in=run.values("pk"))
    elif part == "mine":
        seen = seen.filter(Exists(holding) | Exists(trains))
    else:
        seen = seen.filter(
            ~Exists(holding), ~Exists(trains), state=SessionState.PUBLISHED
        )
    is_over = Q(ends_at__lt=now)
    seen = seen.filter(is_over) if time == "over" else seen.exclude(is_over)
    counted = Registration.objects.filter(session=OuterRef("pk")).order_by()
    lead = SessionTrainer.objects.filter(session=OuterRef("pk"), role=SessionRole.LEAD)
    ordered = ("-starts_at", "-pk") if time == "over" else ("starts_at", "pk")
    return (
        seen.annotate(
            coming=_number(counted, RegistrationState.COMING),
            waiting=_number(counted, RegistrationState.WAITING),
            my_state=Subquery(my.values("state")[:1]),
            lead_name=Subquery(lead.values("person__printed_name")[:1]),
        )
        .select_related("programme", "organiser")
        .order_by(*ordered)
    )


def _number(rows, state: str):
    counted = rows.filter(state=state).values("session").annotate(number=Count("pk"))
    return Subquery(counted.values("number"))


@dataclass(frozen=True)
class People:
    """Who comes, as far as somebody may see it: `rows` are those whose names they read,
    in the order of their turn; the numbers are of all."""

    rows: list[Registration]
    coming: int
    waiting: int
    sees_all: bool


def people_of(session: TrainingSession, user: User) -> People:
    """Its trainers and the owners of its programme read every name; an employer reads
    those of its own people, whoever else comes (guests are nobody's)."""
    rows = session.registrations.filter(state__in=HOLDING_REGISTRATIONS)
    counts = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    sees_all = sees_everybody(session, user)
    named = rows
    if not sees_all:
        mine = Organisation.objects.employing_for(user)
        named = rows.filter(Q(employer__in=mine.values("pk")) | Q(person=user))
    return People(
        list(named.select_related("person", "employer").order_by("asked_at", "pk")),
        counts.get(RegistrationState.COMING, 0),
        counts.get(RegistrationState.WAITING, 0),
        sees_all,
    )


def sees_everybody(session: TrainingSession, user: User) -> bool:
    """Whether somebody reads the names of all who come: who trains there must know."""
    if user.is_superuser or session.trainers.filter(person=user).exists():
        return True
    return programmes_of(user).filter(pk=session.programme_id).exists()


def registrations_of(user: User) -> QuerySet[Registration]:
    """Registrations that a person may take back: their own, those of people of an
    employer they coordinate, and of sessions that they train in or own the programme
    of."""
    if not user.is_authenticated:
        return Registration.objects.none()
    trains = SessionTrainer.objects.filter(person=user)
    return Registration.objects.filter(
        Q(person=user)
        | Q(employer__in=Organisation.objects.coordinating_for(user).values("pk"))
        | Q(session__in=trains.values("session"))
        | Q(session__programme__in=programmes_of(user))
    ).select_related("session__programme__owner", "session__organiser")


def people_to_sign_up(session: TrainingSession, user: User) -> QuerySet[User]:
    """Whom a coordinator may sign up: people of their organisations that were asked, who
    are not signed up yet."""
    asked = Q(pk__in=[])
    for place in session.places.select_related("organisation"):
        asked |= Q(path__startswith=place.organisation.path)
    where = Organisation.objects.coordinating_for(user).filter(asked)
    taken = session.registrations.filter(state__in=HOLDING_REGISTRATIONS)
    people = User.objects.filter(
        memberships__in=Membership.objects.current().filter(
            organisation__in=where.values("pk")
        ),
        is_active=True,
    ).exclude(pk__in=taken.filter(person__isnull=False).values("person"))
    return people.distinct().order_by("printed_name", "pk")


def ways_to_plan(user: User, day: date) -> list[tuple[TrainerProgramme, Organisation]]:
    """For which programme and organiser somebody may plan a session on a day: who may
    train, for their employer, a programme owner for the owner, a coordinator for what
    they coordinate."""
    found: dict[tuple[int, int], tuple] = {}
    mine = Accreditation.objects.filter(
        person=user, pk__in=in_force(day).values("accreditation")
    ).select_related("programme", "employer")
    for one in mine:
        found[one.programme_id, one.employer_id] = one.programme, one.employer
    for programme in programmes_of(user).select_related("owner"):
        found[programme.pk, programme.owner_id] = programme, programme.owner
    bodies = list(
        Organisation.objects.coordinating_for(user)
        .exclude(level=BodyLevel.DEPARTMENT)
        .order_by("name")[:100]
    )
    for programme in TrainerProgramme.objects.all() if bodies else ():
        for body in bodies:
            found.setdefault((programme.pk, body.pk), (programme, body))
    return list(found.values())


def trainers_to_choose(
    programme: TrainerProgramme, user: User, day: date
) -> QuerySet[User]:
    """Whom somebody may put down as a trainer of a session: of those who may train in
    the programme on a day themselves, people whose names they read, and who agreed to
    stand in the register of trainers; a programme owner everybody (TRAINERS 4.2)."""
    holders = in_force(day).filter(accreditation__programme=programme)
    people = User.objects.filter(pk__in=holders.values("accreditation__person"))
    if not programmes_of(user).filter(pk=programme.pk).exists():
        employed = Accreditation.objects.filter(
            programme=programme,
            employer__in=Organisation.objects.employing_for(user).values("pk"),
        )
        agreed = ConsentToRegister.objects.filter(withdrawn_at=None)
        people = people.filter(
            Q(pk=user.pk)
            | Q(pk__in=employed.values("person"))
            | Q(pk__in=agreed.values("person"))
        )
    return people.order_by("printed_name", "pk")


def open_sessions(now: datetime) -> QuerySet[TrainingSession]:
    """Open sessions to come, which anybody may read of."""
    return (
        TrainingSession.objects.with_days()
        .filter(audience=Audience.OPEN, state=SessionState.PUBLISHED, starts_at__gt=now)
        .select_related("programme", "organiser")
        .order_by("starts_at", "pk")
    )
