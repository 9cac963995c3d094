"""Lists: the roster of an organisation, the accreditations of a programme, and where
somebody may open which."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet

from organisations.domain.employers import part_of
from organisations.enums import Role
from organisations.models import Organisation, User
from trainers.enums import (
    HOLDING_STATES,
    LEADING_STATES,
    PROVISIONAL_STATES,
    State,
)
from trainers.models import (
    Accreditation,
    PriorRecognition,
    Suspension,
    TrainerProgramme,
)
from trainers.models.recognitions import OPEN

# Ends within so many days count as running out (TRAINERS 4.2: six months).
SOON = 183
ORDERS = ("name", "until")
GROUPS = ("accredited", "expiring", "provisional", "suspended", "lapsed", "candidates")


@dataclass(frozen=True)
class Places:
    """Where a person finds lists: programmes they own, and organisations whose trainers
    they see."""

    programmes: list[TrainerProgramme]
    organisations: list[Organisation]
    recognitions: list[PriorRecognition]


def places_of(user: User) -> Places:
    return Places(
        list(programmes_of(user)),
        list(
            Organisation.objects.employing_for(user)
            .filter(pk__in=Accreditation.objects.values("employer"))
            .order_by("name")[:50]
        ),
        list(
            PriorRecognition.objects.filter(person=user)
            .select_related("programme")
            .order_by("-pk")
        ),
    )


def programmes_of(user: User) -> QuerySet[TrainerProgramme]:
    """The trainer programmes whose owner a person signs for."""
    if not user.is_authenticated:
        return TrainerProgramme.objects.none()
    if user.is_superuser:
        return TrainerProgramme.objects.all()
    owned = user.memberships.current().filter(role=Role.PROGRAMME_OWNER)
    return TrainerProgramme.objects.filter(owner__in=owned.values("organisation"))


def recognitions_for(user: User) -> QuerySet[PriorRecognition]:
    """Claims that a person sees: their own, and those of programmes they own."""
    if not user.is_authenticated:
        return PriorRecognition.objects.none()
    return PriorRecognition.objects.filter(
        Q(person=user) | Q(programme__in=programmes_of(user))
    ).select_related("programme__owner", "person", "employer", "sector", "first_by")


def open_recognitions(programme: TrainerProgramme) -> QuerySet[PriorRecognition]:
    return (
        PriorRecognition.objects.filter(programme=programme, state__in=OPEN)
        .select_related("person", "employer", "first_by")
        .order_by("asked_at")
    )


def roster_of(organisation: Organisation, day: date) -> list[Accreditation]:
    """The trainers of an organisation and its departments, each with `until` and `group`,
    a word of GROUPS; who withdrew is not among them."""
    rows = Accreditation.objects.filter(part_of(organisation, place="employer"))
    return _grouped(rows, day)


def trainers_of_programme(
    programme: TrainerProgramme, day: date
) -> list[Accreditation]:
    """The same of a programme, wherever they work."""
    return _grouped(Accreditation.objects.filter(programme=programme), day)


def counts_of(accreditations: list[Accreditation]) -> dict[str, int]:
    """{group: how many}, in the order of GROUPS."""
    return {
        group: sum(one.group == group for one in accreditations) for group in GROUPS
    }


def called(rows: list[Accreditation], search: str) -> list[Accreditation]:
    """Those of people in whose name `search` stands, in capitals or not; "" is in all."""
    wanted = search.casefold()
    return [one for one in rows if wanted in str(one.person).casefold()]


def in_order(rows: list[Accreditation], order: str) -> list[Accreditation]:
    """Rows of a list above, which come by name, in one of ORDERS, or with "-" before it
    the other way round. What has no end stands last by `until`, whichever way."""
    is_turned = order.startswith("-")
    if order.removeprefix("-") == "name":
        return rows[::-1] if is_turned else rows
    ending = [one for one in rows if one.until]
    ending.sort(key=lambda one: one.until, reverse=is_turned)
    return ending + [one for one in rows if not one.until]


def _grouped(rows: QuerySet[Accreditation], day: date) -> list[Accreditation]:
    kept_away = set(
        Suspension.objects.in_force_on(day).values_list("accreditation", flat=True)
    )
    found = list(
        rows.exclude(state=State.WITHDRAWN)
        .annotate(until=Max("periods__ends_on", filter=Q(periods__cut_on=None)))
        .select_related("person", "programme", "employer", "sector")
        .order_by("person__printed_name", "pk")
    )
    for one in found:
        one.group = _group(one, day, is_kept_away=one.pk in kept_away)
    return found


def _group(one: Accreditation, day: date, *, is_kept_away: bool) -> str:
    if is_kept_away or one.state == State.SUSPENDED:
        return "suspended"
    if one.state == State.LAPSED or (
        one.state in HOLDING_STATES and one.until is not None and one.until < day
    ):
        return "lapsed"
    if one.state in LEADING_STATES:
        is_soon = one.until is not None and one.until <= day + timedelta(days=SOON)
        return "expiring" if is_soon else "accredited"
    return "provisional" if one.state in PROVISIONAL_STATES else "candidates"
